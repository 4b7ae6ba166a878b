"""The journal is whole, also for somebody who kept only the heads that were published while it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """Its own seals, then every set of heads collected, then whether published blocks ever changed."""
    stage.installation.run("journal", "seal")
    code, told, said = stage.installation.run("journal", "verify")
    before.told["journal"] = {
        "entries": stage.observer.one("SELECT count(*) FROM core_entry"),
        "blocks": told.get("blocks"),
        "heads_collected": len(stage.heads),
    }
    if code or told.get("findings") or told.get("not_sealed_yet"):
        yield {"what": f"the journal does not verify ({code}): {said.strip()[-200:]}", "told": told}
    file = stage.installation.folder / "heads.json"
    file.write_text(json.dumps(stage.heads))
    code, told, said = stage.installation.run("journal", "verify", "--heads", str(file))
    if code or told.get("findings"):
        yield {
            "what": f"the journal does not fit its published heads ({code}): {said.strip()[-200:]}",
            "told": told,
        }
    seen: dict[int, str] = {}
    for heads in stage.heads:
        for block in heads["blocks"]:
            if seen.setdefault(block["number"], block["head"]) != block["head"]:
                yield {"what": f"block {block['number']} was published with two heads"}
    if not seen:
        yield {"what": "no heads were published while the house was under load"}
