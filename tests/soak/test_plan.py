"""The seed alone decides where the blows fall, and the moments that matter are always among them."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from soak.kills.peers import servers_of
from soak.kills.plan import MUST_BE_HIT, plan


@pytest.mark.parametrize("seed", range(20))
def test_ten_kills_aim_at_everything_that_must_be_hit(seed: int) -> None:
    drawn = plan(seed, 10, extras=False)
    assert len(drawn) == 10
    assert {aim.what for aim in drawn} >= set(MUST_BE_HIT)
    assert drawn == plan(seed, 10, extras=False), "the same seed falls alike"


def test_seeds_differ_and_the_hardest_blows_come_last() -> None:
    assert len({tuple(plan(seed, 10)) for seed in range(20)}) > 10
    assert [aim.whom for aim in plan(1, 10)][-2:] == ["postgres", "supervisor"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the kernel tells this on Linux only")
def test_process_at_the_other_end_of_a_socket_is_found() -> None:
    one, other = socket.socketpair()
    me = os.getpid()
    with one, other:
        assert servers_of([me], [me]) == {me: me}
