"""What an organisation keeps for itself leaks nowhere: every way out × everybody who is not its own people.

The one exception is the full export of the house, which belongs to whoever runs the server and must hold everything,
because the house is rebuilt from it (docs/decisions/0026-two-tables-for-what-is-said.md).
"""

import io
import re
import zipfile
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from passerelle.core import search
from passerelle.core.actor import PUBLIC, SystemActor
from passerelle.core.errors import Denied
from passerelle.core.models import Entry, SearchEntry, StoredFile
from passerelle.messages.models import Message
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Project
from passerelle.people import actions as people
from passerelle.people.models import Account, Person
from passerelle.tasks import actions, queries
from passerelle.tasks.models import Item, Note

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOUSE = SystemActor(reason="test")
SECRET = "quittenholz"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class House:
    """RIVAGES with what Rocchiara keeps for itself, and a client for everybody else."""

    def __init__(self) -> None:
        self.project = Project.objects.get(acronym="RIVAGES")
        self.elsewhere = Project.objects.get(acronym="LONG TABLE")
        self.keeper = self.project.partnerships.get(organisation__town="Rocchiara").organisation
        self.joint = Item.objects.filter(project=self.project, keeper=None, state="open").first()
        self.others = {"public": (PUBLIC, Client())} | {
            name: self.sit(p) for name, p in self.people().items()
        }
        self.own = self.sit(self.acting("local_coordinator", self.keeper))[1]

    def keep(self) -> None:
        """Three notes, one with a file, and a task of one's own: each holds the word nobody else may read."""
        self.task = actions.create_item(
            HOUSE, self.project, title=f"Ask about {SECRET}", keeper=self.keeper, due_rule="M14"
        )
        file = SimpleUploadedFile(f"{SECRET}.txt", SECRET.encode())
        self.notes = [
            actions.keep_note(
                HOUSE, self.project, self.keeper, text=f"The {SECRET} is ours", item=item, upload=up
            )
            for item, up in ((None, file), (self.joint, None), (self.task, None))
        ]
        actions.comment(HOUSE, self.project, text=f"Among us: {SECRET}", item=self.task)
        self.file = StoredFile.objects.get(owner_kind=Note.FILES, owner=self.notes[0].pk)

    def people(self) -> dict[str, Person]:
        """Everybody of the demo who has an account, and whoever stands near the keeper without being of it."""
        found = {}
        for one in Appointment.objects.filter(active=True, person__account__demo=True).select_related(
            "person"
        ):
            if one.organisation != self.keeper and one.role not in ("social_worker", "official"):
                found.setdefault(one.role, one.person)
        for role in ("committee_member", "official", "funder_officer"):
            found[f"{role} written down with the keeper"] = self.new(role, self.project, self.keeper)
        found["the keeper's coordinator in another project"] = self.new(
            "local_coordinator", self.elsewhere, self.keeper
        )
        gone = self.new("local_coordinator", self.project, self.keeper)
        Appointment.objects.filter(person=gone).update(active=False)
        found["who acted for the keeper until yesterday"] = gone
        found["another partner's coordinator"] = self.acting("local_coordinator", None)
        return found

    def acting(self, role, organisation):
        rows = Appointment.objects.filter(project=self.project, role=role, active=True).order_by("since")
        rows = (
            rows.filter(organisation=organisation) if organisation else rows.exclude(organisation=self.keeper)
        )
        return rows.first().person

    def new(self, role, project, organisation):
        email = f"{role}.{project.code}.{Person.objects.count()}@near.example"
        person = people.register_person(HOUSE, name="Near By", email=email, language="en", project=project.pk)
        network.appoint(HOUSE, project, person, role, organisation)
        return person

    def sit(self, person):
        account = Account.objects.filter(person=person).first()
        if account is None:
            email = f"{person.code}@near.example"
            account = people.create_account(HOUSE, person, email, "three plain words", demo=False)
        client = Client()
        client.force_login(account, backend=BACKEND)
        from passerelle.core.actor import Actor

        return Actor(person=person.pk, grants=grants_of(person.pk)), client

    def ways(self) -> dict[str, list[str]]:
        """Addresses by the kind of way out."""

        def to(name, *args, ask=""):
            return reverse(name, args=args) + ask

        code, item = self.project.code, self.joint.code
        return {
            "list": [
                to("desk_notes", code),
                to("desk_notes", code, ask="?side=all"),
                to("desk_plan_items", code, ask="?state=all"),
                to("desk_plan_items", code, ask="?own=1&state=all"),
                to("desk_week", code),
                to("desk"),
            ],
            "detail": [
                to("desk_item", item),
                to("desk_item_notes", item),
                to("desk_item_notes", item, ask="?side=all"),
            ],
            "search": [
                to("search", ask=f"?q={SECRET}"),
                to("desk_notes", code, ask=f"?q={SECRET}"),
                to("desk_plan_items", code, ask=f"?q={SECRET}&state=all"),
            ],
            "feed": [to("project_feed", code, self.project.slug), to("news_feed")],
            "export": [
                to("desk_notes_table", code, "csv"),
                to("desk_notes_table", code, "xlsx"),
                to("desk_notes_table", code, "csv", ask="?side=all"),
                to("desk_money_table", code, "csv", ask="?by=both"),
                to("desk_uses_table", code, "csv"),
            ],
            "calendar": [to("desk_plan_calendar", code)],
            "files": [to("desk_files", code)],
            "public": [to("project", code, self.project.slug), to("journal_heads")],
        }

    def closed(self) -> list[str]:
        """Addresses of the kept things themselves."""
        code = self.task.code
        return [
            reverse("file", args=[self.file.pk]),
            *(reverse("desk_kept_remove", args=[one.code]) for one in self.notes),
            *(reverse(name, args=[code]) for name in ("desk_item", "desk_item_notes", "desk_item_change")),
        ]


@pytest.fixture(scope="module")
def house(demo, tmp_path_factory):
    from django.conf import settings

    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("kept")
    made = House()
    made.folder = settings.MEDIA_ROOT
    made.keep()
    yield made
    settings.MEDIA_ROOT = before


@pytest.fixture(autouse=True)
def folder_of_the_module(house, own_folders, settings):
    settings.MEDIA_ROOT = house.folder


def said(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace").casefold()


def plain(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def tells(client: Client, address: str) -> bool:
    """Whether the page says the word; one that was asked for it: whether it says more than of a word there is not."""
    page = said(client.get(address))
    if SECRET not in address:
        return SECRET in page
    unknown = SECRET[::-1]
    return plain(page).replace(SECRET, "") != plain(
        said(client.get(address.replace(SECRET, unknown)))
    ).replace(unknown, "")


def test_its_own_people_read_it_in_every_place_it_stands(house):
    pages = [
        reverse("desk_notes", args=[house.project.code]),
        reverse("desk_item_notes", args=[house.joint.code]),
        reverse("desk_notes_table", args=[house.project.code, "csv"]),
        reverse("desk_item", args=[house.task.code]),
        reverse("file", args=[house.file.pk]),
    ]
    assert [SECRET in said(house.own.get(page)) for page in pages] == [True] * len(pages)


def test_no_way_out_tells_it_to_anybody_else(house):
    cases = [
        (way, address, who)
        for (way, addresses), who in product(house.ways().items(), house.others)
        for address in addresses
    ]
    assert len(cases) >= 200, len(cases)
    assert [case for case in cases if tells(house.others[case[2]][1], case[1])] == []
    # A shut door proves nothing: most of these pages open for whoever works in the project.
    lead = house.others["lead_coordinator"][1]
    opened = [lead.get(address).status_code for addresses in house.ways().values() for address in addresses]
    assert opened.count(200) == len(opened)


def test_the_kept_things_themselves_are_not_there_for_anybody_else(house):
    """Not refused, but not there: the same answer as for a code that nobody ever had."""
    none = reverse("desk_kept_remove", args=["nosuchcode"])
    for who, (_actor, client) in house.others.items():
        nothing = client.get(none).status_code
        for address in house.closed():
            got = client.get(address)
            wanted = 404 if "/file" in address else nothing
            assert got.status_code == wanted, (who, address, got.status_code)
            assert SECRET not in said(got), (who, address)
            posted = client.post(address, {"text": "x"})
            assert posted.status_code != 200, (who, address)
            assert SECRET not in said(posted), (who, address)
    assert (
        Note.objects.filter(project=house.project, organisation=house.keeper, text__contains=SECRET).count()
        == 3
    )


def test_the_index_and_the_queries_hold_nothing_of_it(house):
    assert not SearchEntry.objects.filter(words__icontains=SECRET).exists()
    search.rebuild()
    assert not SearchEntry.objects.filter(words__icontains=SECRET).exists()
    for who, (actor, _client) in house.others.items():
        assert search.find(actor, SECRET, "en").total == 0, who
        assert not Note.objects.visible_to(actor).filter(text__contains=SECRET).exists(), who
        seen = queries.items(actor, house.project, queries.Asked(state="all"))
        assert house.task.pk not in set(seen.values_list("pk", flat=True)), who


def test_no_mail_and_no_row_of_the_journal_says_it(house):
    before = Message.objects.count()
    actions.keep_note(HOUSE, house.project, house.keeper, text=f"Again {SECRET}").delete()
    assert Message.objects.count() == before
    assert not any(SECRET in str(one) for one in Entry.objects.values_list("details", "subject", "action"))


def test_nobody_else_writes_into_it_or_takes_it_away(house):
    for who, (actor, _client) in house.others.items():
        with pytest.raises(Denied):
            actions.keep_note(actor, house.project, house.keeper, text="x")
        with pytest.raises(Denied):
            actions.remove_note(actor, house.notes[0])
        with pytest.raises(Denied):
            actions.comment(actor, house.project, text="x", item=house.task)
        assert who


def test_errors_do_not_betray_it(house):
    """A work package that holds nothing but somebody's own task is empty for everybody else."""
    package = actions.add_package(HOUSE, house.project, number="WP99", title="Nearly empty")
    actions.change_item(HOUSE, house.task, revision=house.task.revision, package=package)
    lead = house.others["lead_coordinator"][0]
    actions.remove_package(lead, package)
    assert Item.objects.get(pk=house.task.pk).title == f"Ask about {SECRET}"


@pytest.mark.parametrize(
    "who", ["lead_coordinator", "funder_officer", "another partner's coordinator", "administrator"]
)
def test_pages_are_the_same_as_if_it_had_never_been_written(house, who):
    from django.db import transaction

    client = house.others[who][1]
    ways = house.ways()
    addresses = [
        *ways["list"],
        *ways["detail"],
        *ways["files"],
        reverse("desk_money", args=[house.project.code]),
    ]
    addresses.append(reverse("desk_project", args=[house.project.code]))

    def told():
        return [plain(said(client.get(address))) for address in addresses]

    after = told()
    with transaction.atomic():
        Note.objects.filter(organisation=house.keeper).delete()
        Item.objects.filter(keeper=house.keeper).delete()
        before = told()
        transaction.set_rollback(True)
    for address, one, other in zip(addresses, before, after, strict=True):
        assert one == other, address
