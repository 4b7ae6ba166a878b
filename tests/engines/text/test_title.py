"""The title of a page, or an honest "none"."""

import pytest

from passerelle.engines.text import blocks, guess_title

LONG = "The towns on the river have decided to meet every month, each time in another of their harbours. " * 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Strandljus\n\n{LONG}", "Strandljus"),
        (f"Small\n\n# Bridges\n\n{LONG}", "Bridges"),
        (f"**Bridges**\n\n{LONG}", "Bridges"),
        (f"Nachbar*innen am Werk\n\n{LONG}", "Nachbar*innen am Werk"),
        (f"I_Bridge 2018\n\nI_Bridge 2018-2021\n\n{LONG}", "I_Bridge 2018-2021"),
        (f"Bridges\n\nStart » Projects » Bridges\n\n{LONG}", "Bridges"),
        (f"Start » Projects » Bridges\n\nBridges\n\n{LONG}", "Bridges"),
        (f"Om projektet\n\n{LONG}", None),
        (f"ABOUT THE PROJECT\n\nBridges over water\n\n{LONG}", "Bridges over water"),
        (f"{LONG}\n\nPartners of ours", None),
        ("We share the news of the project:\n\n" + LONG, None),
        (f"Duration | Countries |\n\n2019 | Italy |\n\n{LONG}", None),
        (f"15/09/2021\n\nhttps://example.org\n\n{LONG}", None),
        ("x" * 200_000, None),
        ("", None),
    ],
)
def test_a_title_is_what_stands_at_the_top_and_says_something(text: str, title: str | None):
    assert guess_title(blocks(text)) == title
