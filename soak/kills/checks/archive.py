"""A backup is whole or not there: a killed one leaves the file before it, and the newest one can be restored."""

from __future__ import annotations

from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.installation import Installation
from soak.kills.moments import Stage, partials


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """File by file, then a restore onto an empty server with the newest keys."""
    good = None
    for number, backup in enumerate(stage.backups, 1):
        if backup["killed"] and backup["sha256"] != good:
            yield {"what": f"backup {number} was killed and the file before it changed"}
        if not backup["killed"] and backup["exit"] != 0:
            yield {"what": f"backup {number} ended with {backup['exit']}: {backup['said'].strip()}"}
        good = backup["sha256"]
    if left := partials(stage):
        yield {"what": f"{len(left)} half-written files lie beside the backup"}
    before.told["backups"] = {
        "whole": sum(not b["killed"] for b in stage.backups),
        "killed": sum(b["killed"] for b in stage.backups),
        "bytes": stage.backups[-1]["bytes"],
    }
    yield from _restore(stage, before)


def _restore(stage: Stage, before: Before) -> Iterator[Finding]:
    keys = stage.installation.folder / "keys.backup"
    code, _told, said = stage.installation.run("keys", "backup", "--out", str(keys))
    if code:
        yield {"what": f"the keys could not be saved ({code}): {said.strip()[-200:]}"}
        return
    elsewhere = Installation(stage.installation.folder / "elsewhere", None)
    elsewhere.folder.mkdir(mode=0o711)
    code, _told, said = elsewhere.run("keys", "restore", str(keys))
    if code:
        yield {"what": f"the keys could not be brought back ({code}): {said.strip()[-200:]}"}
        return
    code, told, said = elsewhere.run("restore", str(stage.archive))
    before.told["restore"] = {key: told.get(key) for key in ("seconds", "counts_equal", "hashes_equal")}
    if code or not (told.get("counts_equal") and told.get("hashes_equal")):
        yield {
            "what": f"the last backup does not restore whole ({code}): {said.strip()[-300:]}",
            "told": told,
        }
    elsewhere.clear_away()
