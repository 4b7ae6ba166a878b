"""Languages that share most of their small words, and those that are not told apart at all."""

from functools import cache

NEAR = (
    frozenset(("da", "nb", "nn", "no")),
    frozenset(("hr", "sr", "bs", "me")),
    frozenset(("cs", "sk")),
    frozenset(("es", "gl", "pt")),
    frozenset(("es", "ca")),
    frozenset(("fr", "ca")),
    frozenset(("ru", "uk", "be")),
    frozenset(("bg", "mk", "sr")),
    frozenset(("fr", "gl")),
    frozenset(("da", "is")),
    frozenset(("ga", "cy")),
    frozenset(("hr", "sl")),
    frozenset(("fa", "prs")),
    frozenset(("tr", "az")),
    frozenset(("id", "ms")),
    frozenset(("nl", "af")),
    frozenset(("sv", "nb", "da")),
)
_SAME = (
    frozenset(("hr", "sr", "bs", "me")),
    frozenset(("fa", "prs")),
    frozenset(("nb", "nn", "no")),
    frozenset(("id", "ms")),
)
"""Written standards so alike that a change between them is not told from chance."""


@cache
def near(one: str, other: str) -> bool:
    return any(one in group and other in group for group in NEAR)


@cache
def same(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SAME)
