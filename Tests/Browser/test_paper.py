"""A transcript on paper: all of it, readable, and nothing that can only be pressed."""

import pytest
from playwright.sync_api import expect

from people import said

COUNT = 90  # more than a screen draws at once


@pytest.fixture
def long_talk(talk):
    customer, ana = talk
    for number in range(COUNT):
        ana.input.fill(f"Line {number}")
        ana.input.press("Enter")
    said(customer, f"Line {COUNT - 1}")
    return customer, ana


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_a_whole_transcript_is_printed(long_talk, side):
    customer, ana = long_talk
    page = (customer if side == "customer" else ana).page
    texts = page.locator("chat-transcript .text .body")
    page.reload()
    expect(texts.last).to_have_text(f"Line {COUNT - 1}")
    assert texts.count() < COUNT
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert texts.all_text_contents()[-COUNT:] == [f"Line {number}" for number in range(COUNT)]
    for part in ("chat-composer", "nav", "button", "link-bar"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    tall = page.evaluate("document.documentElement.scrollHeight")
    last = texts.last.bounding_box()
    assert tall > 2 * page.viewport_size["height"]
    assert last["y"] + last["height"] <= tall
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(texts.last).to_be_in_viewport()
    assert texts.count() < COUNT
