"""Whatever was written into a text, nothing of it runs and nothing leads where it should not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.core.markdown import Piece, inline, render
from tests.rooms.public.conftest import address_of
from tests.rooms.public.pages import _Reader

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

EVIL = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[here](javascript:alert(1))",
    "[here](data:text/html,<script>alert(1)</script>)",
    "[here](JaVaScRiPt:alert(1))",
    "[here](&#106;avascript:alert(1))",
    "[here](vbscript:x)",
    "[here](//other.example/x)",
    "![a](https://other.example/pixel.png)",
    '<https://a.example/"onmouseover="x>',
    "[a](https://a.example/ \"onclick=x' onmouseover='y\")",
    "<javascript:alert(1)>",
    "</p></article><script>x</script>",
]


def tree(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.top
    return reader.top


def assert_harmless(top):
    allowed = {"p", "strong", "em", "a", "br", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6"}
    for one in top.all():
        assert one.tag in allowed
        assert set(one.attrs) <= {"href", "rel", "start", "title"}
        if one.tag == "a":
            assert one.attrs["href"].lower().startswith(("http://", "https://", "mailto:"))
            assert one.attrs["rel"] == "noopener"


@pytest.mark.parametrize("words", EVIL)
def test_known_tricks_do_nothing(words):
    assert_harmless(tree(inline(words)))


SIGNS = [*"<>\"'&[]()*_\\\n!#:/", "javascript:", "https://a.b", "a"]
KINDS = ["paragraph", "heading", "item", "numbered", "quote"]


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join), st.sampled_from(KINDS))
def test_no_mixture_of_signs_makes_a_tag_or_a_foreign_address(words, kind):
    assert_harmless(tree(render([Piece(kind, 1, words), Piece("item", 3, words), Piece(kind, 2, words)])))


def test_a_script_in_a_title_or_a_text_is_shown_as_it_was_written(project, client):
    script = "<script>alert('x')</script>"
    made = project(
        title=f"Rives {script}", body=f"Bonjour {script} [ici](javascript:alert(1))", language="en"
    )
    for address in (address_of(made), "/en/", "/en/projects/", "/en/search/?q=rives"):
        said = client.get(address).content.decode()
        assert "<script" not in said
        assert "&lt;script&gt;" in said
        assert 'href="javascript' not in said


def test_what_was_searched_for_comes_back_as_words(client, db):
    said = client.get('/en/search/?q="><script>x</script>').content.decode()
    assert "<script" not in said


def test_links_bold_and_lists_of_a_text_are_there(project, opened):
    link = "[la ville](https://ville.example/a?b=1&c=2)"
    body = f"Voir **ici** : {link}\\\nou *là*.\n\n- un\n  - deux\n- trois\n\n> dit-elle"
    article = opened(address_of(project(body=body), "fr")).one("article")
    assert article.one("strong").words == "ici"
    assert article.one("em").words == "là"
    assert article.one("a").attrs["href"] == "https://ville.example/a?b=1&c=2"
    outer = next(article.all("ul"))
    assert [one.words for one in outer.all("li")] == ["un deux", "deux", "trois"]
    assert article.one("blockquote").words == "dit-elle"
    assert list(article.all("br"))


def test_an_address_of_a_source_that_is_no_web_address_is_no_link(project, opened):
    sources = [
        {"title": "Une page", "organisation": "A", "language": "fr", "address": "javascript:alert(1)"},
        {"title": "Une autre", "organisation": "B", "language": "fr", "address": "https://b.example/"},
    ]
    panel = opened(address_of(project(sources=sources))).one("aside")
    assert panel.one("a", rel="noopener").words == "Une autre"
    assert panel.saying("Une page").tag == "span"
