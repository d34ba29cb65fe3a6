"""How tests meet the report: opened, and drawn to the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser import Browser

BTS = "telecom.bts_stations"
INTERNET = "telecom.internet_subscriptions"


def shown(browser: Browser, report: Path, fragment: str = "") -> None:
    browser.open(report, fragment)
    browser.until("document.documentElement.dataset.ready === 'yes'")


def settled(browser: Browser, expression: str) -> Any:
    return browser.tell(f"drawing.then(() => {expression})")
