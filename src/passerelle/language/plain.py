"""Plain language as an axis of its own: "fr-simple" is French in plain words, and no language beside French.

The tag is BCP 47's: "simple" is registered with IANA as a variant ("Simplified form"), so it may stand in `lang`. A
translation keeps language and variant apart; where one word is needed, in addresses and editions, it is the tag.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from passerelle.language.tongues import INTERFACE, TONGUES, name_in

VARIANT = "simple"
_END = f"-{VARIANT}"


def parted(tag: str) -> tuple[str, str]:
    """("fr", "simple") of "fr-simple", ("fr", "") of "fr"."""
    return (tag.removesuffix(_END), VARIANT) if tag.endswith(_END) else (tag, "")


def joined(language: str, variant: str) -> str:
    """The tag of a language, or of its plain variant."""
    return language + _END if variant == VARIANT else language


def is_known(tag: str) -> bool:
    """Whether a text can be written in it: a language of the registry, or its plain variant."""
    return parted(tag)[0] in TONGUES


def called(tag: str, reader: str) -> str:
    """What readers of `reader` call it. Raises UnknownTongue."""
    language, variant = parted(tag)
    name = name_in(language, reader)
    return gettext("%(language)s, in plain language") % {"language": name} if variant else name


def own_name(tag: str) -> str:
    """What it calls itself, in its own words where the interface speaks it; its code when nobody knows it."""
    language, variant = parted(tag)
    try:
        name = TONGUES[language].own_name
    except KeyError:
        return tag
    if not variant:
        return name
    with translation.override(language if language in INTERFACE else translation.get_language()):
        return gettext("%(language)s, in plain language") % {"language": name}
