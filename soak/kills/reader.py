"""Opens what is sealed, with the house's own keys: `python -m soak.kills.reader` prints {person id: [name, address]}."""

from __future__ import annotations

import json
import os


def main() -> None:
    import django

    from passerelle.config import surroundings

    surroundings.point_to_databases(surroundings.use_data())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    django.setup()
    from passerelle.core import sealing
    from passerelle.people.models import Identity

    rows = list(Identity.objects.all())
    opened = sealing.opened(rows, ["name", "email"])
    print(
        json.dumps(
            {str(row.pk): [told["name"], told["email"]] for row, told in zip(rows, opened, strict=True)}
        )
    )


if __name__ == "__main__":
    main()
