"""Make the environment: `python3 tools/bootstrap.py [run|test]`, with nothing but the standard library.

Installs the pinned, hashed requirements into .venv, puts the package and the `passerelle` command there, and
compiles the message catalogues. What is done already is skipped, so a second run takes a moment. Old Pythons
can read this file too, to say that they are too old.

For tests uv does what pip would do, in a third of the time; where it cannot, pip does.
"""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
OLDEST = (3, 11)
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
# Wheels only: building from source would fetch tools that nobody pinned.
EXACT = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
# Where to look for packages: pip's settings, and what uv reads instead.
SAME_FOR_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
}
# What pip says when it cannot reach anything; the rest of its pages then helps nobody.
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "ProxyError",
    "Max retries exceeded",
)

SCRIPT = """#!/bin/sh
''':'
exec "{python}" "$0" "$@"
'''
# Written by tools/bootstrap.py. The shell starts Python: "#!" fails with long paths and with spaces.
import sys

from passerelle.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
"""


def fail(line):
    """End with one line for a person."""
    print(line, file=sys.stderr)
    sys.exit(2)


def find_python():
    """Go on with a new enough Python: this one, or one that stands beside it."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])
    fail(
        f"Python 3.11 or newer is needed, this is {sys.version_info[0]}.{sys.version_info[1]}: "
        "on Debian 12, apt install python3 python3-venv"
    )


def run(*words, **settings):
    """Run the environment's Python and return (success, everything it said). settings: more of the environment."""
    environment = dict(os.environ, **settings)
    done = subprocess.run(
        [str(PYTHON), *words], cwd=str(ROOT), capture_output=True, text=True, env=environment
    )
    return done.returncode == 0, done.stdout + done.stderr


def make_venv():
    """An environment of this folder and this Python; a moved, unfinished or outlived one is made anew."""
    if PYTHON.exists():
        identity = f"{VENV}\n{PYTHON.resolve()}"
        if stamped("venv", identity):
            return
        if run("-c", f"import pip, sys; sys.exit(sys.prefix != {str(VENV)!r})")[0]:
            stamp("venv", identity)
            return
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        fail("Python's venv module is missing: apt install python3-venv")
    say("Making the environment in .venv")
    try:
        venv.create(str(VENV), with_pip=True, clear=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        fail(f"The environment cannot be made in {VENV}: {problem}")
    stamp("venv", f"{VENV}\n{PYTHON.resolve()}")


def install(name, *, quickly=False):
    """The pinned requirements of requirements/<name>.txt, each checked against its hash. quickly: by uv."""
    wanted = ROOT / "requirements" / (name + ".txt")
    fingerprint = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if stamped(name, fingerprint):
        return
    say(f"Installing what requirements/{name}.txt names (once; a minute or two)")
    fine, said = (by_uv if quickly else by_pip)(wanted)
    if not fine and quickly:
        fine, said = by_pip(wanted)
    if not fine:
        if any(sign in said for sign in NO_NETWORK):
            fail("The packages could not be fetched: no network. It is needed for the first set-up only.")
        errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
        fail(errors[-1] if errors else said.strip().splitlines()[-1])
    stamp(name, fingerprint)


def by_pip(wanted):
    """Install what this file names; (success, everything that was said)."""
    return run(*PIP, "install", "--quiet", "--retries", "2", *EXACT, "-r", str(wanted))


def by_uv(wanted):
    """The same with uv, which is itself one of the tests' requirements: pip fetches it first, pinned and hashed."""
    own = re.search(r"^uv==.*(?:\n +--hash=.*)*", (wanted.with_name("test.txt")).read_text(), re.MULTILINE)
    if own is None:
        return False, "requirements/test.txt names no uv"
    if not stamped("uv", own[0]):
        alone = STAMPS / "uv.txt"
        alone.write_text(own[0].rstrip("\\") + "\n")
        fine, said = by_pip(alone)
        if not fine:
            return fine, said
        stamp("uv", own[0])
    # What the product runs on is compiled now, on all processors; a tester's tools are when they are first used.
    more = ("--compile-bytecode",) if wanted.name == "run.txt" else ()
    place = ("--quiet", "--python", str(PYTHON), "--index-strategy", "unsafe-best-match")
    return run("-m", "uv", "pip", "install", *place, *more, *EXACT, "-r", str(wanted), **as_pip_looks())


def as_pip_looks():
    """Settings that make uv look for packages where pip was told to look: a house's own index, its certificate."""
    fine, said = run(*PIP, "config", "list")
    told = {}
    for line in said.splitlines() if fine else ():
        key, _, value = line.partition("=")
        name = SAME_FOR_UV.get(key.rpartition(".")[2])
        if name and name not in os.environ:
            told[name] = ast.literal_eval(value)
    if "UV_FIND_LINKS" in told:
        told["UV_FIND_LINKS"] = ",".join(told["UV_FIND_LINKS"].split())
    return told


def place_package():
    """Make `import passerelle` and the `passerelle` command work, without a build tool."""
    script = VENV / "bin" / "passerelle"
    text = SCRIPT.format(python=PYTHON)
    if script.exists() and script.read_text() == text:
        return
    sites = list((VENV / "lib").glob("python3*/site-packages"))
    (sites[0] / "passerelle.pth").write_text(str(ROOT / "src") + "\n")
    script.write_text(text)
    script.chmod(0o755)


def compile_messages():
    """Message catalogues, when a translation changed."""
    if not (ROOT / "tools" / "messages.py").exists():
        return
    sources = sorted((ROOT / "src").rglob("*.po"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    if stamped("messages", digest) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    fine, said = run("-m", "tools.messages", "compile")
    if not fine:
        fail("The message catalogues do not compile: " + said.strip().splitlines()[-1])
    stamp("messages", digest)


def stamped(name, value):
    """Whether this step was done for this very input."""
    file = STAMPS / name
    return file.exists() and file.read_text() == value


def stamp(name, value):
    """Note that this step is done."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(value)


def say(line):
    """Progress, for a person."""
    print(line, file=sys.stderr, flush=True)


def main():
    """Set up for `run` (default) or also for `test`."""
    find_python()
    make_venv()
    for_tests = "test" in sys.argv[1:]
    for name in ["run", "test"] if for_tests else ["run"]:
        install(name, quickly=for_tests)
    place_package()
    compile_messages()


if __name__ == "__main__":
    main()
