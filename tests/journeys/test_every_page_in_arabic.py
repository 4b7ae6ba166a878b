"""Every page as people meet it who read from right to left, on a telephone (see `test_every_page.py`)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.conftest import Installation
from tests.journeys.test_every_page import (  # noqa: F401
    ADMINISTRATION,
    DESK,
    PUBLIC,
    administrator,
    officer,
    reader,
    wrong_with,
)

pytestmark = pytest.mark.browser


def seen(context: BrowserContext, installation: Installation, paths: tuple[str, ...]) -> Any:
    return wrong_with(context, installation, "ar", paths, 360)


def test_everybody_can_use_every_public_page(
    reader: BrowserContext,  # noqa: F811
    installation: Installation,
):
    assert not seen(reader, installation, PUBLIC[1::2])


def test_everybody_can_use_every_page_of_the_desk(
    officer: BrowserContext,  # noqa: F811
    installation: Installation,
):
    assert not seen(officer, installation, DESK[1::2])


def test_the_administrator_can_use_the_pages_of_the_house(
    administrator: BrowserContext,  # noqa: F811
    installation: Installation,
):
    assert not seen(administrator, installation, ADMINISTRATION[1::2])
