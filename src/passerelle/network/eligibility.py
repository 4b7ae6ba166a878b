"""Whether a partnership is what a call asks for: each rule is met, failed, or for a person to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passerelle.core.dates import parse_partial
from passerelle.engines.text.collation import sort_key
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import country_name
from passerelle.network.calls import Call, Rule
from passerelle.network.models import Organisation
from passerelle.network.partnership import Partner

MET, FAILED, LOOK = "met", "failed", "look"
Kind = Organisation.Kind
# Bodies that work without profit by what they are; of the others a person has to say so.
NOT_FOR_PROFIT = frozenset({Kind.MUNICIPALITY, Kind.AUTHORITY, Kind.ASSOCIATION, Kind.NONPROFIT})


LABELS = {
    "partners": gettext_lazy("Partners"),
    "countries": gettext_lazy("Countries"),
    "union": gettext_lazy("Member States"),
    "lead_kinds": gettext_lazy("Lead partner"),
    "lead_country": gettext_lazy("Seat of the lead partner"),
    "partner_countries": gettext_lazy("Seats of all partners"),
    "not_for_profit": gettext_lazy("Without profit"),
    "months": gettext_lazy("Length"),
    "participants": gettext_lazy("People at events"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule and how it stands. says: whole sentences in the language in force."""

    rule: str
    state: str
    says: str

    @property
    def label(self) -> Any:
        return LABELS[self.rule]


def check(call: Call, partners: Sequence[Partner], months: int | None) -> list[Finding]:
    """Every rule of the call in its order, told in the language in force. months: how long the project lasts."""
    return [_RULES[rule.rule](_Case(call, rule, partners, months)) for rule in call.rules]


def length_in_months(starts: str, ends: str, given: int | None = None) -> int | None:
    """How long a project lasts, a month begun counted whole; `given`, or None, where its dates cannot tell.

    From 3 February 2020 to 2 April 2022 are 26 months; two bare years say too little."""
    if len(starts) < 7 or len(ends) < 7:
        return given
    first = parse_partial(starts).first_day()
    after = parse_partial(ends).last_day() + timedelta(days=1)
    whole = (after.year - first.year) * 12 + after.month - first.month
    return whole + (after.day > first.day)


@dataclass(frozen=True, slots=True)
class _Case:
    call: Call
    rule: Rule
    partners: Sequence[Partner]
    months: int | None

    def fits(self) -> list[Partner]:
        kinds = self.rule.kinds
        return [one for one in self.partners if not kinds or one.kind in kinds]

    def counted(self, known: bool = True) -> list[Partner]:
        """Partners that count. known False: also those whose country may count once somebody looked."""
        return [
            one for one in self.fits() if one.country in self.call.counting or (not known and self.call.ask)
        ]

    def found(self, state: str, *says: Any) -> Finding:
        return Finding(self.rule.rule, state, " ".join(str(one) for one in says if one))

    def weighed(self, sure: int, possible: int, asks: str, has: str) -> Finding:
        """Met by what is sure, open by what may count, failed otherwise."""
        least = self.rule.at_least
        if sure >= least:
            return self.found(MET, asks, has)
        if possible >= least:
            return self.found(LOOK, asks, has, self._to_look_up())
        return self.found(FAILED, asks, has)

    def _to_look_up(self) -> str:
        codes = {one.country for one in self.fits() if one.country not in self.call.counting}
        return _("Look in the funder’s list of countries whether these take part: %(countries)s.") % {
            "countries": _countries(codes)
        }


def _partners(case: _Case) -> Finding:
    sure, least = case.counted(), case.rule.at_least
    if case.rule.kinds:
        asks = ngettext(
            "The call wants at least %(n)d partner of this kind: %(kinds)s.",
            "The call wants at least %(n)d partners of this kind: %(kinds)s.",
            least,
        ) % {"n": least, "kinds": _kinds(case.rule.kinds)}
    else:
        asks = ngettext(
            "The call wants at least %(n)d partner.", "The call wants at least %(n)d partners.", least
        ) % {"n": least}
    return case.weighed(len(sure), len(case.counted(known=False)), asks, _has_partners(sure))


def _countries_rule(case: _Case) -> Finding:
    sure = {one.country for one in case.counted()}
    possible = {one.country for one in case.counted(known=False)}
    least = case.rule.at_least
    if case.rule.kinds:
        asks = ngettext(
            "The call wants partners of this kind from at least %(n)d country: %(kinds)s.",
            "The call wants partners of this kind from at least %(n)d countries: %(kinds)s.",
            least,
        ) % {"n": least, "kinds": _kinds(case.rule.kinds)}
    else:
        asks = ngettext(
            "The call wants partners from at least %(n)d country.",
            "The call wants partners from at least %(n)d countries.",
            least,
        ) % {"n": least}
    return case.weighed(len(sure), len(possible), asks, _has_countries(sure))


def _union(case: _Case) -> Finding:
    there = {one.country for one in case.fits() if one.country in case.call.union}
    least = case.rule.at_least
    asks = ngettext(
        "The call wants partners from at least %(n)d Member State of the European Union.",
        "The call wants partners from at least %(n)d Member States of the European Union.",
        least,
    ) % {"n": least}
    return case.weighed(len(there), len(there), asks, _has_countries(there))


def _lead_kinds(case: _Case) -> Finding:
    asks = _("The call wants the lead partner to be of this kind: %(kinds)s.") % {
        "kinds": _kinds(case.rule.kinds)
    }
    lead = _lead(case)
    if lead is None:
        return case.found(FAILED, asks, _("This partnership has no lead partner yet."))
    has = _("%(name)s leads. Its kind: %(kind)s.") % {"name": lead.name, "kind": Kind(lead.kind).label}
    return case.found(MET if lead.kind in case.rule.kinds else FAILED, asks, has)


def _lead_country(case: _Case) -> Finding:
    asks = _("The call wants the lead partner to have its seat in a country that takes part.")
    lead = _lead(case)
    if lead is None:
        return case.found(FAILED, asks, _("This partnership has no lead partner yet."))
    has = _("%(name)s leads. Its seat: %(country)s.") % {
        "name": lead.name,
        "country": _countries([lead.country]),
    }
    if lead.country in case.call.counting:
        return case.found(MET, asks, has)
    return case.found(LOOK if case.call.ask else FAILED, asks, has)


def _partner_countries(case: _Case) -> Finding:
    asks = _("The call takes only partners with their seat in a country that takes part.")
    outside = [one for one in case.partners if one.country not in case.call.counting]
    if not outside:
        return case.found(MET, asks)
    has = _("These do not: %(names)s.") % {
        "names": in_a_row(f"{one.name} ({_countries([one.country])})" for one in outside)
    }
    return case.found(LOOK if case.call.ask else FAILED, asks, has)


def _not_for_profit(case: _Case) -> Finding:
    asks = _("The call takes public bodies and organisations that work without profit.")
    profit = [one for one in case.partners if one.kind == Kind.BUSINESS]
    if profit:
        names = in_a_row(one.name for one in profit)
        return case.found(FAILED, asks, _("These are businesses: %(names)s.") % {"names": names})
    open_ = [one for one in case.partners if one.kind not in NOT_FOR_PROFIT]
    if open_:
        names = in_a_row(one.name for one in open_)
        return case.found(LOOK, asks, _("Ask these what they are: %(names)s.") % {"names": names})
    return case.found(MET, asks)


def _months(case: _Case) -> Finding:
    least, most = case.rule.at_least, case.rule.at_most
    if least and most:
        asks = ngettext(
            "The call wants a project of %(least)d to %(most)d month.",
            "The call wants a project of %(least)d to %(most)d months.",
            most,
        ) % {"least": least, "most": most}
    else:
        asks = ngettext(
            "The call wants a project of at most %(most)d month.",
            "The call wants a project of at most %(most)d months.",
            most,
        ) % {"most": most}
    if case.months is None:
        return case.found(LOOK, asks, _("This project’s length is not given yet."))
    has = ngettext("This one lasts %(n)d month.", "This one lasts %(n)d months.", case.months) % {
        "n": case.months
    }
    return case.found(MET if least <= case.months <= most else FAILED, asks, has)


def _participants(case: _Case) -> Finding:
    asks = _(
        "The call wants at least %(people)d people at each event, of whom at least %(invited)d are invited from"
        " abroad. The partnership cannot show that: look at the plan of the events."
    ) % {"people": case.rule.at_least, "invited": case.rule.invited}
    return case.found(LOOK, asks)


_RULES: dict[str, Callable[[_Case], Finding]] = {
    "partners": _partners,
    "countries": _countries_rule,
    "union": _union,
    "lead_kinds": _lead_kinds,
    "lead_country": _lead_country,
    "partner_countries": _partner_countries,
    "not_for_profit": _not_for_profit,
    "months": _months,
    "participants": _participants,
}


def _lead(case: _Case) -> Partner | None:
    return next((one for one in case.partners if one.lead), None)


def _has_partners(partners: Sequence[Partner]) -> str:
    if not partners:
        return _("This partnership has none that counts.")
    return ngettext(
        "This partnership has %(n)d that counts: %(names)s.",
        "This partnership has %(n)d that count: %(names)s.",
        len(partners),
    ) % {"n": len(partners), "names": in_a_row(one.name for one in partners)}


def _has_countries(codes: Iterable[str]) -> str:
    codes = set(codes)
    if not codes:
        return _("This partnership has partners from none that counts.")
    return ngettext(
        "This partnership has partners from %(n)d: %(countries)s.",
        "This partnership has partners from %(n)d: %(countries)s.",
        len(codes),
    ) % {"n": len(codes), "countries": _countries(codes)}


def _countries(codes: Iterable[str]) -> str:
    reader = translation.get_language() or "en"
    return in_a_row(sorted((country_name(code, reader) for code in codes), key=lambda n: sort_key(n, reader)))


def _kinds(kinds: Iterable[str]) -> str:
    return in_a_row((Kind(k).label for k in kinds), style="or")
