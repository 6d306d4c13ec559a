"""The same product for everybody: what each test asks of a screen, and how much the first one weighs."""

import gzip
import os

import pytest
from playwright.sync_api import expect

from people import Customer
from screens.looks import layout_faults, settle, violations

CUSTOMER_KILOBYTES_MAX = 40


def sound(page, where):
    """No violation of WCAG 2.2 AA, nothing to scroll sideways, nothing cut off."""
    # A page has its language before anything is drawn on it.
    expect(page.locator("h1").first).to_be_attached()
    settle(page)
    assert violations(page) + layout_faults(page) == [], where


joined = pytest.mark.skipif("FOYER_WEB" in os.environ, reason="only the files that are built in are joined")


def weigh(server, pages) -> int:
    """Compressed bytes of all files that asking takes."""
    page = pages.new()
    bodies = {}
    page.on("response", lambda answer: bodies.setdefault(answer.url, answer))
    Customer(page, server).ask()
    files = [answer for url, answer in bodies.items() if "/web/" in url or "/r/" in url]
    return sum(len(gzip.compress(answer.body(), 6)) for answer in files)


@joined
def test_the_customers_page_is_light(server, pages):
    assert weigh(server, pages) <= CUSTOMER_KILOBYTES_MAX * 1024
