"""Attendance sheets as they come: columns in other languages, corrections, codes typed on a phone, wrong rows."""

import json

import pytest

from passerelle.commands.files import BAD, DONE
from passerelle.config.cli import main

SHEET = """gathering,kind,city,date,person,heads,mode,country,channel,correction-of
Opening,info-session,Arcola,2027-05-03,k4p7,,on site,IT,qr,
Opening,info-session,Arcola,03/05/2027, K4P7 ,,on site,IT,paper,
Opening,info-session,Arcola,2027-05-03,m2qx,,online,SE,qr,
Opening,info-session,Arcola,2027-05-03,,40,on site,IT,count,
Opening,info-session,Åkerö,2027-06-14,k4p7,,on site,SE,qr,
Fair,fair,Arcola,2027-07-01,,250,on site,IT,count,
Fair,fair,Arcola,2027-07-01,z9ab,,on site,IT,paper,
"""


@pytest.fixture
def count(tmp_path, capsys):
    """count(attendance, registrations) → exit code and what is printed; what is said to people is in `count.said`."""

    def run(attendance, registrations=None, encoding="utf-8"):
        (tmp_path / "a.csv").write_text(attendance, encoding=encoding)
        words = ["count", "--attendance", str(tmp_path / "a.csv"), "--json"]
        if registrations is not None:
            (tmp_path / "r.csv").write_text(registrations, encoding=encoding)
            words += ["--registrations", str(tmp_path / "r.csv")]
        code = main(words)
        printed = capsys.readouterr()
        run.said = printed.err
        return code, json.loads(printed.out)

    return run


def numbers(told):
    return [told[name] for name in ("people", "attendances", "heads")]


def test_a_person_at_three_gatherings_is_one_person(count):
    code, told = count(SHEET)
    assert (code, numbers(told), told["errors"]) == (DONE, [3, 4, 290], [])
    assert [(one["event"], one["city"], *numbers(one)) for one in told["by_event"]] == [
        ("Opening", "Arcola", 2, 2, 40),
        ("Opening", "Åkerö", 1, 1, 0),
        ("Fair", "Arcola", 1, 1, 250),
    ]
    assert [(one["kind"], one["events"], *numbers(one)) for one in told["by_kind"]] == [
        ("info-session", 2, 2, 3, 40),
        ("fair", 1, 1, 1, 250),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "rencontre;type;ville;date;code personnel;têtes;modalité;pays;canal;correction de",
        "incontro;tipo;città;data;codice;numero di teste;modalità;paese;canale;correzione di",
        "träff;typ;stad;datum;kod;antal huvuden;form;land;kanal;rättelse av",
        "اللقاء;النوع;المدينة;التاريخ;الرمز;عدد الرؤوس;طريقة الحضور;البلد;القناة;تصحيح",
        "Event;Type of event;Town;Day;Participant;Head count;Format;Country code;Channel;Corrects",
    ],
)
def test_columns_have_the_names_of_every_interface_language_in_any_order(count, head):
    rows = [line.split(",") for line in SHEET.splitlines()[1:]]
    lines = [";".join(reversed(cells)) for cells in (head.split(";"), *rows)]
    assert numbers(count("\n".join(lines))[1]) == [3, 4, 290]


def test_a_correction_stands_for_its_row_and_says_again_only_what_it_changes(count):
    lines = SHEET + ",,,,n3wc,,,,paper,2\n,,,,,35,,,,3\n,,,,,36,,,,8\n,,,,,,,,,6\n"
    _code, told = count(lines)
    # m2qx was n3wc; of the heads, the correction was corrected; z9ab was taken back.
    assert numbers(told) == [2, 3, 286]
    assert "z9ab" not in json.dumps(told)


def test_corrections_name_rows_by_their_own_numbers_where_they_have_some(count):
    sheet = (
        "no.,event,person,heads,correction of\n101,Fair,a1,,\n102,Fair,b2,,\n103,Fair,c3,,102\n104,Fair,,7,\n"
    )
    assert numbers(count(sheet)[1]) == [2, 2, 7]


def test_who_registered_and_who_came(count):
    registered = "event,city,person\nOpening,Arcola,K4P7\nOpening,Arcola,late\nfair,,z9ab\nFair,,k4p7\n"
    code, told = count(SHEET, registered)
    assert code == DONE
    assert [told[name] for name in ("registrations", "walk_ins", "no_shows")] == [4, 2, 2]
    assert [one["no_shows"] for one in told["by_event"]] == [1, 0, 1]


def test_a_registration_for_what_is_in_no_sheet_is_a_no_show(count):
    _code, told = count(SHEET, "event,person\nPicnic,k4p7\n")
    assert told["by_event"][-1]["event"] == "picnic"
    assert told["no_shows"] == 1
    assert "Rows: 0." in count.said


def test_every_wrong_row_is_told_at_once_and_nothing_is_counted(count):
    wrong = (
        "event,date,person,heads,correction-of\nFair,,a1,,\nFair,,,many,\nFair,,b2,3,\n,,c3,,\n"
        "Fair,,,,\nFair,,d4,,99\nFair,,e5,,6\nFair,,,-1,\n"
    )
    code, told = count(wrong)
    assert code == BAD
    assert list(told) == ["errors"]
    assert [(one["row"], one["column"], one["value"]) for one in told["errors"]] == [
        (1, "heads", "many"),
        (2, "heads", "3"),
        (3, "event", ""),
        (4, "person", ""),
        (5, "correction-of", "99"),
        (6, "correction-of", "6"),
        (7, "heads", "-1"),
    ]
    assert all(one["file"] == "a.csv" and one["proposal"] for one in told["errors"])


def test_a_wrong_row_that_was_corrected_is_no_error(count):
    assert numbers(count("event,person,heads,correction-of\nFair,,many,\nFair,,12,0\n")[1]) == [0, 0, 12]


def test_a_registration_that_fits_several_gatherings_is_not_guessed(count):
    code, told = count(SHEET, "event,person\nOpening,k4p7\n")
    assert code == BAD
    assert told["errors"][0]["file"] == "r.csv"


@pytest.mark.parametrize("sheet", ["", "name,age\nA,3\n", "event,city\nFair,Arcola\n", "<html></html>"])
def test_what_is_no_attendance_sheet_is_refused_with_what_to_do(count, sheet):
    code, told = count(sheet)
    assert code == BAD
    assert all(one["problem"] and one["proposal"] for one in told["errors"])


def test_a_line_that_adds_up_the_others_is_not_counted_and_is_told(count):
    told = count(SHEET + "Total,,,,,290,,,,\nSumma,,,,,290,,,,\n")[1]
    assert numbers(told) == [3, 4, 290]
    assert len(told["by_event"]) == 3
    assert "Rows: 7, 8." in count.said


def test_figures_of_other_scripts_are_figures(count):
    assert numbers(count("اللقاء,الرمز,عدد الرؤوس\nسوق,,٤٠\nسوق,أ١,\nسوق,أ1,\n")[1]) == [1, 1, 40]


@pytest.mark.parametrize(
    ("head", "off"),
    [
        ("event,person,status", "cancelled"),
        ("rencontre,personne,statut", "Annulée"),
        ("incontro,persona,stato", "annullato"),
        ("träff,person,läge", "avbokad"),
        ("اللقاء,الشخص,الحالة", "ملغى"),
    ],
)
def test_who_called_off_is_not_expected_and_walks_in_when_they_come(count, head, off):
    registered = f"{head}\nFair,a1,ok\nFair,b2,{off}\nFair,c3,ok\nFair,c3,{off}\nFair,d4,{off}\nFair,d4,ok\n"
    _code, told = count("event,person,heads\nFair,a1,\nFair,b2,\n", registered)
    assert [told[name] for name in ("registrations", "walk_ins", "no_shows")] == [2, 1, 1]


def test_gatherings_that_are_parts_of_an_event_are_counted_each_and_told_under_it(count):
    sheet = "gathering,event,person,heads\nOpening,Fair,a1,\nTalk,Fair,a1,\nTalk,Fair,b2,\nTalk,Forum,a1,\nTalk,Fair,,9\n"
    _code, told = count(sheet, "gathering,event,person\nTalk,Fair,a1\nOpening,Fair,b2\n")
    assert numbers(told) == [2, 4, 9]
    assert [(one["event"], *numbers(one)) for one in told["by_event"]] == [
        ("Fair", 2, 3, 9),
        ("Forum", 1, 1, 0),
    ]
    assert [told[name] for name in ("registrations", "walk_ins", "no_shows")] == [2, 3, 1]


def test_registrations_may_say_more_of_a_gathering_than_the_attendance_sheet(count):
    registered = "event,city,date,person\nFair,Arcola,2027-05-03,a1\n"
    _code, told = count("event,person,heads\nFair,a1,\n", registered)
    assert [told[name] for name in ("registrations", "walk_ins", "no_shows")] == [1, 0, 0]
    # Registrations for two days of it: which one the sheet means is not guessed.
    _code, told = count("event,person,heads\nFair,a1,\n", registered + "Fair,Arcola,2027-05-04,a1\n")
    assert [told[name] for name in ("registrations", "walk_ins", "no_shows")] == [2, 1, 2]


@pytest.mark.parametrize("day", ["2027-13-45", "31.02.2027", "2027-02-30", "45/01/2027"])
def test_a_day_that_is_none_is_told(count, day):
    code, told = count(
        f"event,date,person,heads\nFair,2027-05-03,a1,\nFair,{day},b2,\n",
        f"event,date,person\nFair,{day},a1\n",
    )
    assert code == BAD
    assert [(one["file"], one["row"], one["column"], one["value"]) for one in told["errors"]] == [
        ("a.csv", 1, "date", day),
        ("r.csv", 0, "date", day),
    ]


@pytest.mark.parametrize("wrong", ["1.000", '"1,200"', "2.5", "-3", "ca. 30"])
def test_heads_that_can_be_read_in_two_ways_or_in_none_are_asked_about(count, wrong):
    code, told = count(f"event,person,heads\nFair,,{wrong}\n")
    assert (code, [one["row"] for one in told["errors"]]) == (BAD, [0])


def test_blanks_between_thousands_a_spreadsheets_point_and_dashes_are_read(count):
    assert numbers(count("event,person,heads\nFair,-,1 300\nFair,–,12.0\nFair,a1,-\n")[1]) == [1, 1, 1312]


def test_a_column_that_says_only_number_holds_heads(count):
    assert numbers(count("träff;person;antal\nMöte;p1;\nMöte;;8\n")[1]) == [1, 1, 8]
    assert numbers(count("rencontre;personne;nombre\nForum;p1;\nForum;;8\n")[1]) == [1, 1, 8]
