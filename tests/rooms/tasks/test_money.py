"""Money and days: what a lead would have kept in a spreadsheet, and a partner's own entries."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.core.actor import Actor
from passerelle.core.errors import Denied, Problem
from passerelle.core.rooms import gaps_in
from passerelle.network import actions as network
from passerelle.tasks import actions, money
from passerelle.tasks.models import Budget, Use
from passerelle.tasks.money_forms import DAYS, MONEY, FigureField
from tests.rooms.network.test_budget import asked
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def package(project):
    return actions.add_package(HOUSE, project, number="WP1", title="Listening")


@pytest.fixture
def share(project):
    """share(name, {(organisation, package): figure}) -> the budget's figures written down by the house."""

    def make(name, figures):
        cells = {
            (one.pk, package.pk if package else None): Decimal(n) for (one, package), n in figures.items()
        }
        base = actions.state_of_budget(project)
        return actions.share_out(HOUSE, project, base=base, name=name, figures=cells)

    return make


def used(organisation, package=None, *, amount=0, days=0, what="", ago=1):
    day = timezone.localdate() - timedelta(days=ago)
    return actions.Used(organisation, package, day, Decimal(amount), Decimal(days), what)


def sums(project, organisation):
    found = money.by_partner(money.lines(HOUSE, project, "en"))
    return next(one.sums for one in found if one.organisation == organisation)


def test_what_is_left_is_what_was_planned_without_what_was_used(project, organisations, package, share):
    one, two, _three = organisations
    share("amount", {(one, package): "1000", (one, None): "500.50"})
    share("days", {(one, package): "10", (two, package): 4})
    actions.note_uses(HOUSE, project, [used(one, package, amount="200.25", days="2.5"), used(one, amount=1)])
    there = sums(project, one)
    assert (there.planned, there.used, there.left) == (
        Decimal("1500.50"),
        Decimal("201.25"),
        Decimal("1299.25"),
    )
    assert (there.days_planned, there.days_used, there.days_left) == (10, Decimal("2.5"), Decimal("7.5"))
    assert money.total(money.lines(HOUSE, project, "en")).days_planned == 14


def test_the_three_ways_to_gather_have_one_total(project, organisations, package, share):
    share("days", {(one, package): 3 for one in organisations} | {(one, None): 2 for one in organisations})
    found = money.lines(HOUSE, project, "en")
    whole = money.total(found)
    assert sum((one.sums for one in money.by_partner(found)), money.Sums()) == whole
    assert sum((one for _package, one in money.by_package(found)), money.Sums()) == whole
    assert whole.days_planned == 15


def test_a_partner_over_its_days_is_flagged_on_the_sheet_and_on_the_page_that_begins_the_week(
    project, organisations, package, share, member, sit
):
    lead = member(project)
    share("days", {(organisations[1], package): 3})
    actions.note_uses(HOUSE, project, [used(organisations[1], package, days=3)])
    assert not [gap for gap in gaps_in(lead, [project.pk]) if gap.key == "partner-over-its-days"]
    actions.note_uses(HOUSE, project, [used(organisations[1], package, days="0.5")])
    (gap,) = [gap for gap in gaps_in(lead, [project.pk]) if gap.key == "partner-over-its-days"]
    assert gap.sentence == "Town BE is over its days: 3.5 used, 3 planned."
    page = sit(lead).get(reverse("desk_money", args=[project.code])).content.decode()
    assert page.count("Over its days") == 1
    assert not [gap for gap in gaps_in(member(project, "local_coordinator", 1), [project.pk])]


def test_a_task_without_a_responsible_partner_is_flagged(project, organisations, member, owe):
    lead = member(project)
    owe("Nobody's")
    owe("Somebody's", responsible=organisations[1])
    owe("Kept by Town IT", keeper=organisations[2])
    done = owe("Done")
    actions.finish_item(HOUSE, done)
    (gap,) = [gap for gap in gaps_in(lead, [project.pk]) if gap.key == "items-without-partner"]
    assert gap.sentence == "No partner answers for 1 open task or deliverable."


def test_days_of_open_tasks_are_load_and_those_kept_private_are_in_no_sum(project, organisations, owe, share):
    share("days", {(organisations[1], None): 4})
    owe("Joint", responsible=organisations[1], planned_days=Decimal(5))
    owe("Private", keeper=organisations[1], planned_days=Decimal(50))
    there = sums(project, organisations[1])
    assert (there.days_promised, there.load, there.overloaded, there.over_days) == (5, 125, True, False)


def test_a_local_coordinator_notes_for_her_own_organisation_only(project, organisations, member):
    local = member(project, "local_coordinator", 1)
    actions.note_uses(local, project, [used(organisations[1], days=1)])
    with pytest.raises(Denied):
        actions.note_uses(local, project, [used(organisations[1], days=1), used(organisations[2], days=1)])
    assert Use.objects.count() == 1  # all lines or none
    assert Use.objects.get().entered_by == local.person


def test_a_partner_sees_all_sums_and_only_its_own_entries(project, organisations, member, sit):
    actions.note_uses(HOUSE, project, [used(organisations[1], days=1, what="Interpreter for the evening")])
    actions.note_uses(HOUSE, project, [used(organisations[2], days=7, what="Rent of the boat house")])
    browser = sit(member(project, "local_coordinator", 1))
    sheet = browser.get(reverse("desk_money", args=[project.code])).content.decode()
    assert "Town IT" in sheet
    assert ">7<" in sheet
    for name, more in (("desk_uses", []), ("desk_uses_table", ["csv"])):
        page = browser.get(reverse(name, args=[project.code, *more])).content.decode()
        assert "Interpreter for the evening" in page
        assert "boat house" not in page
    other = Use.objects.get(days=7)
    assert browser.get(reverse("desk_entry_remove", args=[other.code])).status_code == 404


@pytest.mark.parametrize("role", ["funder_officer", "committee_member", "official", "facilitator"])
def test_who_coordinates_nothing_sees_no_money(project, member, sit, role):
    actor = member(project, role, 1)
    assert money.lines(actor, project, "en") == []
    assert sit(actor).get(reverse("desk_money", args=[project.code])).status_code == 403


@pytest.mark.parametrize("wrong", ["future", "nothing", "stranger", "package"])
def test_a_line_that_cannot_be_is_refused_with_a_sentence(project, organisations, wrong, other):
    town = network.add_organisation(HOUSE, name="Else", kind="other", town="Else", country="FR")
    elsewhere = actions.add_package(HOUSE, other, number="WP1", title="Elsewhere")
    line = {
        "future": used(organisations[0], days=1, ago=-2),
        "nothing": used(organisations[0]),
        "stranger": used(town, days=1),
        "package": used(organisations[0], elsewhere, days=1),
    }[wrong]
    with pytest.raises(Problem):
        actions.note_uses(HOUSE, project, [line])


def test_of_two_who_share_out_at_once_the_second_is_told_and_loses_nothing(
    project, organisations, package, member, sit
):
    browser = sit(member(project))
    address = reverse("desk_share", args=[project.code]) + "?what=days"
    base = actions.state_of_budget(project)
    cell = f"{organisations[0].code}-{package.code}"
    actions.share_out(
        HOUSE, project, base=base, name="days", figures={(organisations[0].pk, package.pk): Decimal(3)}
    )
    answer = browser.post(address, {"base": base, cell: "4,5"})
    assert "Somebody else saved other figures" in answer.content.decode()
    assert 'value="4,5"' in answer.content.decode()
    again = {"base": actions.state_of_budget(project), cell: "4,5"}
    assert browser.post(address, again).status_code == 302
    assert Budget.objects.get().days == Decimal("4.5")


def test_five_lines_are_noted_at_once_and_a_wrong_one_keeps_the_others(
    project, organisations, package, member, sit
):
    browser = sit(member(project, "local_coordinator", 1))
    address = reverse("desk_uses", args=[project.code])
    code, today = organisations[1].code, timezone.localdate().isoformat()
    lines = {f"day{i}": today for i in range(5)} | {f"organisation{i}": code for i in range(5)}
    page = browser.post(address, lines | {"days0": "one", "amount1": "12"}).content.decode()
    assert "Write a number such as 1284 or 1284,50." in page
    assert 'value="12"' in page
    assert not Use.objects.exists()
    given = lines | {"days0": "1,5", "package0": package.code, "amount1": "1 284,50", "what1": "Boat"}
    assert browser.post(address, given).status_code == 302
    assert sorted(Use.objects.values_list("days", "amount")) == [(0, Decimal("1284.50")), (Decimal("1.5"), 0)]
    assert "Fill in at least one line" in browser.post(address, lines).content.decode()
    stranger = lines | {"organisation0": organisations[2].code, "days0": 1}
    assert browser.post(address, stranger).status_code == 200


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1284", "1284"), ("1284,5", "1284.5"), ("1 284,50", "1284.50"), ("1.284,50", "1284.50"),
        ("1,284.50", "1284.50"), ("1.284", "1284"), ("1'284.5", "1284.5"), ("١٢٣٫٥", "123.5"), ("", "0"),
        ("0,25", "0.25"), ("1,284,000", "1284000"),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_each_country_writes_it(typed, read):
    assert FigureField(**MONEY).clean(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["-1", "1e9", "1.2345", "=1+1", "NaN", "1..2", "123456789", "one"])
def test_what_is_no_figure_is_refused(typed):
    from django.forms import ValidationError

    with pytest.raises(ValidationError):
        FigureField(**DAYS).clean(typed)


def test_the_sheet_is_taken_away_as_it_is_gathered(project, organisations, package, share, member, sit):
    share("amount", {(organisations[1], package): "1284.5"})
    browser = sit(member(project))
    answer = browser.get(reverse("desk_money_table", args=[project.code, "csv"]) + "?by=both")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Partner,Work package,Planned (EUR)")
    assert rows[1].startswith("Town BE,WP1 Listening,1284.5,0,1284.5")
    assert rows[2].startswith("All together,,1284.5")
    xlsx = browser.get(reverse("desk_money_table", args=[project.code, "xlsx"]))
    assert xlsx.content[:2] == b"PK"


def test_a_work_package_with_money_in_it_is_not_removed_and_a_private_task_is_no_reason(
    project, organisations, package, share, owe
):
    owe("Private", keeper=organisations[2], package=package)
    share("amount", {(organisations[1], package): 1})
    with pytest.raises(Problem, match="Money or person-days"):
        actions.remove_package(HOUSE, package)
    share("amount", {(organisations[1], package): 0})
    actions.remove_package(HOUSE, package)


def test_what_a_partner_used_stays_in_the_sums_when_it_leaves(project, organisations):
    actions.note_uses(HOUSE, project, [used(organisations[2], days=7)])
    network.choose_partners(HOUSE, project, organisations[:2])
    assert sums(project, organisations[2]).days_used == 7


def test_the_budget_of_questions(project, organisations, package, member, sit):
    browser = sit(member(project))
    addresses = [
        reverse("desk_money", args=[project.code]) + "?by=both",
        reverse("desk_uses", args=[project.code]),
        reverse("desk_share", args=[project.code]),
    ]
    actions.note_uses(HOUSE, project, [used(organisations[0], package, days=1)] * 20)
    few = [asked(browser, address) for address in addresses]
    actions.note_uses(HOUSE, project, [used(organisations[1], package, days=1)] * 2000)
    assert [asked(browser, address) for address in addresses] == few


def test_the_public_has_no_money(project, client):
    for name in ("desk_money", "desk_share", "desk_uses"):
        assert client.get(reverse(name, args=[project.code])).status_code == 302
    assert money.lines(Actor(), project, "en") == []


def test_figures_read_the_same_on_every_page_and_in_either_direction():
    from django.utils import translation

    from passerelle.tasks.reading import figure

    with translation.override("ar"):
        assert figure(Decimal("-2")) == '<bdi dir="ltr">-2</bdi>'
        assert figure(Decimal("2480.5"), money=True) == "2,480.50"
    with translation.override("it"):
        assert figure(Decimal("2480.50"), money=True) == "2.480,50"
        assert figure(Decimal("1231.50")) == "1.231,5"
    assert (figure(None), figure(Decimal("700.00"), money=True)) == ("–", "700")
