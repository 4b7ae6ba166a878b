"""What the check before publishing tells of a text, by kind."""

from passerelle.engines.text.publishing import Finding, check


def told(text: str, kind: str, **options) -> list[str]:
    return [text[one.start : one.end] for one in found(text, kind, **options)]


def found(text: str, kind: str, **options) -> list[Finding]:
    return [one for one in check(text, **options).findings if one.kind == kind]
