"""A file sealed in pieces opens as it was, and in no other way."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.core import streams
from passerelle.core.errors import Problem

KEY = bytes(range(32))
PLACE = "core.storedfile.content:1"
LENGTHS = st.sampled_from([0, 1, 7, 8, 9, 16, 17, 24, 40])


@pytest.fixture(autouse=True, scope="module")
def small_pieces():
    piece, streams.PIECE = streams.PIECE, 8
    yield
    streams.PIECE = piece


def sealed(parts, key=KEY, place=PLACE) -> bytes:
    return b"".join(streams.sealed(key, parts, place))


def opened(content: bytes, key=KEY, place=PLACE) -> bytes:
    return b"".join(streams.opened(key, io.BytesIO(content), place))


@given(st.lists(st.binary(max_size=30), max_size=6))
@settings(deadline=None)
def test_however_it_is_cut_it_comes_back_whole(parts):
    assert opened(sealed(parts)) == b"".join(parts)


@given(LENGTHS, st.data())
@settings(deadline=None)
def test_any_change_is_noticed(length, data):
    content = bytearray(sealed([b"x" * length]))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Problem):
        opened(bytes(content))


@given(LENGTHS, st.data())
@settings(deadline=None)
def test_what_is_cut_off_is_noticed_also_between_two_pieces(length, data):
    content = sealed([b"x" * length])
    keep = data.draw(
        st.one_of(st.integers(0, len(content) - 1), st.sampled_from([32 + 24 * n for n in range(6)]))
    )
    if keep < len(content):
        with pytest.raises(Problem):
            opened(content[:keep])


def test_pieces_cannot_change_places():
    content = sealed([b"12345678abcdefghABCDEFGH"])
    salt, first, second, rest = content[:32], content[32:56], content[56:80], content[80:]
    with pytest.raises(Problem):
        opened(salt + second + first + rest)


def test_it_opens_under_its_own_key_and_in_its_own_place_only():
    content = sealed([b"words"])
    for key, place in ((bytes(32), PLACE), (KEY, "core.storedfile.content:2")):
        with pytest.raises(Problem):
            opened(content, key, place)


def test_the_same_file_never_looks_the_same():
    assert sealed([b"words"]) != sealed([b"words"])
