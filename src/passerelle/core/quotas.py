"""How much may be kept: by one record (a project, an organisation, a person) and by the whole house."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile

# Left free on the disk for the database: a full disk stops everything, an upload that waits stops nothing.
RESERVE = 512 * 1024 * 1024
_LOCK = 0x66696C6573  # "files"


@dataclass(frozen=True, slots=True)
class Space:
    """What is used of what may be, in bytes."""

    used: int
    limit: int
    # What the house as a whole has left; less than ours when others have filled it.
    house_free: int

    @property
    def free(self) -> int:
        return max(0, min(self.limit - self.used, self.house_free))

    @property
    def short(self) -> bool:
        """Less than a tenth is left."""
        return self.free < self.limit / 10


def space_for(owner_kind: str, owner: UUID) -> Space:
    """What one record uses of its quota, and what is free for it. Two questions to the database."""
    return Space(_used(owner_kind=owner_kind, owner=owner), limit_of(owner_kind), house().free)


def house() -> Space:
    """What the whole house uses of its quota; what the disk cannot hold is not free either."""
    used, limit = _used(), settings.FILES_OF_THE_HOUSE
    return Space(used, limit, min(limit - used, _disk_free()))


def limit_of(owner_kind: str) -> int:
    """How many bytes one record of this kind may keep."""
    quotas: dict[str, int] = settings.FILES_OF_A_RECORD
    return quotas.get(owner_kind, quotas["other"])


def claim(owner_kind: str, owner: UUID, size: int) -> None:
    """Make sure that `size` bytes more fit, inside the transaction under way. Raises Problem with used and free.

    One upload at a time from here to its commit, so that two that fit alone do not exceed the quota together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    space = space_for(owner_kind, owner)
    if size <= space.free:
        return
    told = {
        "size": filesizeformat(size),
        "used": filesizeformat(space.used),
        "limit": filesizeformat(space.limit),
        "free": filesizeformat(space.free),
    }
    if size > space.limit - space.used:
        raise Problem(
            "quota",
            _(
                "There is no room for this file (%(size)s): %(used)s of %(limit)s are used, %(free)s are free. "
                "Remove a file that is not needed any more, or ask whoever keeps this server for more."
            ),
            field="file",
            **told,
        )
    raise Problem(
        "house quota",
        _(
            "The server has no room for this file (%(size)s): %(free)s are free for all projects together. "
            "Tell whoever keeps this server."
        ),
        field="file",
        **told,
    )


def _used(**of: object) -> int:
    return StoredFile.objects.filter(**of).aggregate(Sum("size"))["size__sum"] or 0


def _disk_free() -> int:
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    return max(0, shutil.disk_usage(folder).free - RESERVE)
