"""Figures of cities: added, corrected, chosen, taken back; each change moves the network's figure and is told."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network import measures, policies
from passerelle.network.actions.reliances import tell_who_relied
from passerelle.network.models import City, CityFigure, FigureChange, Measure, MeasureLabel

State, What = CityFigure.State, FigureChange.What


@action(may=policies.may_tell_of, says="city figure added")
def add_figure(
    actor: Actor,
    city: City,
    measure: Measure,
    *,
    year: int,
    value: Decimal,
    source: str,
    address: str = "",
    definition: str = "",
    language: str = "en",
) -> CityFigure:
    """Write down a number with its source. The first of its year is used; a later one stands beside it unused until
    somebody chooses, so that contradictions are seen. Raises Problem when the same source said the same already."""
    source = plain_line(source)
    same = CityFigure.objects.filter(
        city=city, measure=measure, year=year, value=value, source=source, state=State.STANDS
    )
    if same.exists():
        raise Problem(
            "figure there", _("This figure of this source and year stands here already."), field="value"
        )
    with _moving(actor, city, measure, year) as change:
        others = CityFigure.objects.filter(city=city, measure=measure, year=year, used=True)
        figure = CityFigure.objects.create(
            code=new_code(),
            city=city,
            measure=measure,
            year=year,
            value=value,
            source=source,
            address=address,
            definition=plain_line(definition),
            language=language,
            used=not others.exists(),
        )
        change.what, change.figure, change.after = What.ADDED, figure, value
    journal.tell(city=city.code, measure=measure.code, year=year)
    return figure


@action(may=policies.may_change_figure, says="city figure corrected")
def correct_figure(
    actor: Actor,
    figure: CityFigure,
    *,
    value: Decimal,
    reason: str,
    source: str = "",
    address: str = "",
    definition: str = "",
) -> CityFigure:
    """Put a number right: the wrong one stays readable as corrected, a new one stands in its place.

    Raises Problem when it does not stand any more, nothing changes, or no reason is given."""
    reason = _reason(reason)
    _stands(figure)
    if value == figure.value and not (source or definition):
        raise Problem("nothing new", _("This is the same number. Nothing was changed."), field="value")
    with _moving(actor, figure.city, figure.measure, figure.year) as change:
        was_used = figure.used
        CityFigure.objects.filter(pk=figure.pk).update(state=State.CORRECTED, used=False)
        corrected = CityFigure.objects.create(
            code=new_code(),
            city=figure.city,
            measure=figure.measure,
            year=figure.year,
            value=value,
            source=plain_line(source) or figure.source,
            address=address or figure.address,
            definition=plain_line(definition) or figure.definition,
            language=figure.language,
            used=was_used,
            reason=figure.reason,
            corrects=figure,
        )
        change.what, change.figure, change.reason = What.CORRECTED, corrected, reason
        change.before, change.after = figure.value, value
    journal.tell(city=figure.city.code, measure=figure.measure.code, year=figure.year, was=figure.code)
    return corrected


@action(may=policies.may_change_figure, says="city figure chosen")
def use_figure(actor: Actor, figure: CityFigure, *, reason: str) -> CityFigure:
    """Make one of the figures that stand side by side the one used, and say why; the others stay visible.

    Raises Problem when it does not stand any more, or no reason is given."""
    reason = _reason(reason)
    _stands(figure)
    with _moving(actor, figure.city, figure.measure, figure.year) as change:
        others = CityFigure.objects.filter(
            city=figure.city, measure=figure.measure, year=figure.year, used=True
        )
        before = others.first()
        others.update(used=False, reason="")
        CityFigure.objects.filter(pk=figure.pk).update(used=True, reason=reason)
        figure.used, figure.reason = True, reason
        change.what, change.figure, change.reason = What.CHOSEN, figure, reason
        change.before, change.after = before.value if before else None, figure.value
    journal.tell(city=figure.city.code, measure=figure.measure.code, year=figure.year)
    return figure


@action(may=policies.may_change_figure, says="city figure taken back")
def take_back_figure(actor: Actor, figure: CityFigure, *, reason: str) -> CityFigure:
    """Take a figure back that should not stand; it stays readable. Where one other stands, that one is used.

    Raises Problem when it does not stand any more, or no reason is given."""
    reason = _reason(reason)
    _stands(figure)
    with _moving(actor, figure.city, figure.measure, figure.year) as change:
        was_used = figure.used
        CityFigure.objects.filter(pk=figure.pk).update(state=State.TAKEN_BACK, used=False)
        figure.state, figure.used = State.TAKEN_BACK, False
        left = CityFigure.objects.filter(
            city=figure.city, measure=figure.measure, year=figure.year, state=State.STANDS
        )
        if was_used and left.count() == 1:
            left.update(used=True)
        change.what, change.figure, change.reason, change.before = (
            What.TAKEN_BACK,
            figure,
            reason,
            figure.value,
        )
    journal.tell(city=figure.city.code, measure=figure.measure.code, year=figure.year)
    return figure


class _moving:
    """One change of a city's figures: what the network's figure was before, what it is after, and who is told."""

    def __init__(self, actor: Actor, city: City, measure: Measure, year: int) -> None:
        self.actor, self.city, self.measure, self.year = actor, city, measure, year

    def __enter__(self) -> FigureChange:
        # Two corrections of one measure at once: each must see the other's total.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(self.measure.pk)])
        self.before = measures.total(self.measure, self.year, measures.used(self.measure.pk)).value
        self.change = FigureChange(city=self.city, measure=self.measure, year=self.year)
        return self.change

    def __exit__(self, kind: Any, *rest: Any) -> None:
        if kind is not None:
            return
        self.change.network_before = self.before
        self.change.network_after = measures.total(
            self.measure, self.year, measures.used(self.measure.pk)
        ).value
        self.change.save()
        tell_who_relied(self.actor, self.measure, self.year, self.city)


@action(may=policies.may_keep_vocabularies, says="measure added")
def add_measure(
    actor: Actor, *, labels: dict[str, str], unit: str, rule: str, weight: Measure | None = None
) -> Measure:
    """Something else to tell of cities. Raises Problem without a name, or for a mean without its weight."""
    given = {language: words for language, said in labels.items() if (words := plain_line(said))}
    if not given:
        raise Problem("no name", _("Give it a name in at least one language."))
    _check_rule(rule, weight)
    measure = Measure.objects.create(code=new_code(), unit=unit, rule=rule, weight=weight)
    MeasureLabel.objects.bulk_create(
        MeasureLabel(measure=measure, language=language, text=words) for language, words in given.items()
    )
    return measure


@action(may=policies.may_keep_vocabularies, says="measure changed")
def change_measure(
    actor: Actor, measure: Measure, *, labels: dict[str, str], rule: str, weight: Measure | None = None
) -> Measure:
    """Rename a measure in the languages given, or roll it up by another rule. Its id and figures stay.

    labels: only those that change; empty words take a name away. Raises Problem when no name would be left."""
    _check_rule(rule, weight)
    for language, said in labels.items():
        words = plain_line(said)
        if words:
            MeasureLabel.objects.update_or_create(
                measure=measure, language=language, defaults={"text": words}
            )
        else:
            measure.labels.filter(language=language).delete()
    if not measure.labels.exists():
        raise Problem("no name", _("Give it a name in at least one language."))
    changes = (measure.rule, measure.weight_id) != (rule, weight.pk if weight else None)
    measure.rule, measure.weight = rule, weight
    measure.save(update_fields=["rule", "weight"])
    journal.tell(rule=rule, languages=sorted(labels))
    if changes:
        years = CityFigure.objects.filter(measure=measure).values_list("year", flat=True).distinct()
        for year in years.order_by():
            tell_who_relied(actor, measure, year, None)
    return measure


@action(may=policies.may_keep_vocabularies, says="starting measures added")
def take_starting_measures(actor: Actor) -> int:
    """Add the measures of the starting list that were never added here; returns how many. Safe to run twice."""
    here = {one.key: one for one in Measure.objects.exclude(key="")}
    added = 0
    for row in starting_measures():
        if row["key"] in here:
            continue
        one = Measure.objects.create(
            code=new_code(),
            key=row["key"],
            unit=row["unit"],
            rule=row["rule"],
            weight=here.get(row["weight"]),
        )
        MeasureLabel.objects.bulk_create(
            MeasureLabel(measure=one, language=language, text=words)
            for language, words in row["labels"].items()
        )
        here[row["key"]] = one
        added += 1
    journal.tell(added=added)
    return added


@cache
def starting_measures() -> tuple[dict[str, Any], ...]:
    """What a network begins to tell of its cities, {key, unit, rule, weight, labels}; what weighs comes first."""
    raw = (files("passerelle.network") / "data" / "measures.json").read_text(encoding="utf-8")
    return tuple(json.loads(raw)["measures"])


def _check_rule(rule: str, weight: Measure | None) -> None:
    if rule == Measure.Rule.MEAN and weight is None:
        raise Problem(
            "no weight", _("A mean needs a weight, such as the number of residents."), field="weight"
        )


def _reason(words: str) -> str:
    said = plain_line(words)
    if not said:
        raise Problem("no reason", _("Say why, in a sentence: it stands beside the figure."), field="reason")
    return said


def _stands(figure: CityFigure) -> None:
    if not CityFigure.objects.filter(pk=figure.pk, state=State.STANDS).select_for_update().exists():
        raise Problem(
            "stands no more", _("This figure was corrected or taken back meanwhile. Look at the city again.")
        )
