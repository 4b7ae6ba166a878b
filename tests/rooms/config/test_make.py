"""`make`: what there is, and one clear line when something it needs is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TARGETS = {"setup", "run", "test", "check", "soak", "bench", "clean"}


def bootstrap(root: Path, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Set up in this folder; `before` is Python that breaks the machine first."""
    program = f"import runpy, sys; sys.argv = ['bootstrap.py']\n{before}\n"
    program += "runpy.run_path('tools/bootstrap.py', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """As much of the tree as a set-up looks at."""
    for folder in ("tools", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def borrow_pip(root: Path) -> None:
    """An environment that borrows our pip, since making a whole one takes seconds."""
    venv.create(root / ".venv", symlinks=True)
    (site,) = (root / ".venv" / "lib").glob("python3*/site-packages")
    (site / "pip").symlink_to(Path(sysconfig.get_path("purelib"), "pip"))


def test_make_alone_lists_every_target_in_one_line_each() -> None:
    # Perhaps it is a make that runs this test; the inner one must not know.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    told = subprocess.run(["make"], cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in told.splitlines()]
    assert {name for _, name, _ in rows} >= TARGETS
    assert all(make == "make" and text for make, _, text in rows)


def test_what_must_be_installed_is_pinned_and_hashed() -> None:
    for name in ("run", "test"):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
        packages = [line for line in lines if line and not line.startswith((" ", "#", "-"))]
        assert packages
        assert all("==" in line and line.rstrip().endswith("\\") for line in packages)


def test_an_old_python_is_said_in_one_line(copy: Path) -> None:
    done = bootstrap(copy, "sys.version_info = (3, 9, 2)", PATH="/nowhere")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or newer is needed, this is 3.9" in done.stderr


def test_a_missing_venv_module_is_said_in_one_line(copy: Path) -> None:
    done = bootstrap(copy, "sys.modules['ensurepip'] = None")
    assert done.returncode == 2
    assert done.stderr == "Python's venv module is missing: apt install python3-venv\n"


def test_a_missing_network_is_said_in_one_line(copy: Path) -> None:
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_CACHE_DIR": "1",
    }
    borrow_pip(copy)
    done = bootstrap(copy, **nowhere)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("The packages could not be fetched: no network.")
    assert "Traceback" not in done.stderr


def test_a_house_s_own_index_of_packages_holds_for_the_tests_set_up_too(copy: Path) -> None:
    borrow_pip(copy)
    (copy / "pip.conf").write_text("[global]\nindex-url = https://packages.lyckholma.example/simple\n")
    program = "import sys; sys.path.insert(0, 'tools'); import bootstrap; print(bootstrap.as_pip_looks())"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    told = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=copy,
        env=plain | {"PIP_CONFIG_FILE": "pip.conf"},
        capture_output=True,
        text=True,
    )
    assert "'UV_DEFAULT_INDEX': 'https://packages.lyckholma.example/simple'" in told.stdout


def test_leaving_the_browser_out_is_said_last_and_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_one(): pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    words = [sys.executable, ROOT / "tools" / "test.py", "--no-browser", tmp_path]
    plain = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin"}
    done = subprocess.run(words, capture_output=True, text=True, env=plain)
    assert done.returncode == 3
    assert "WITHOUT the browser" in done.stdout.splitlines()[-1]
    (tmp_path / "test_one.py").write_text("def test_one(): assert False\n")
    assert subprocess.run(words, capture_output=True, env=plain).returncode == 1


def test_a_missing_browser_is_said_in_one_line() -> None:
    words = [sys.executable, ROOT / "tools" / "test.py"]
    environment = os.environ | {"PASSERELLE_CHROMIUM": "/nowhere/chromium"}
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "apt install chromium" in done.stderr
