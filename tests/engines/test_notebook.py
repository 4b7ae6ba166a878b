"""The page on notebooks shows code that runs, from top to bottom."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "engines" / "notebook.md"


def test_everything_on_the_page_runs(capsys):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 7
    seen: dict[str, object] = {"__name__": "notebook"}
    for block in blocks:
        exec(compile(block, PAGE.name, "exec"), seen)
    assert "publish first:" in capsys.readouterr().out
