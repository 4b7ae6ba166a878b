"""Houses with databases of their own, for what must hold from one machine to another."""

from tests.rooms.core.conftest import build, empty, new, quick_passphrases, story  # noqa: F401
