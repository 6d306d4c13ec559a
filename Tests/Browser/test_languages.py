"""The main story in the other languages, right to left where they are read so."""

import json
import re

import pytest
from playwright.sync_api import expect

from crowd import Caller
from server import ROOT
from test_access import sound

PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 800}


def words_of(name):
    parts = (ROOT / f"Web/locales/{name}").glob("*.json")
    return {key: text for part in parts for key, text in json.loads(part.read_text()).items()}


def log_on(desk, server, say):
    desk.goto(f"{server.url}/console")
    desk.get_by_label(say["logOn.email"], exact=True).fill(server.agents[0]["email"])
    desk.get_by_label(say["logOn.password"], exact=True).fill(server.agents[0]["password"])
    desk.get_by_role("button", name=say["logOn.go"], exact=True).click()
    expect(desk.locator("status-switch .now")).to_have_text(say["status.WAITING_NEW_CALL"])


@pytest.mark.parametrize(
    ("locale", "name", "direction"), [("ar-EG", "ar", "rtl"), ("zh-TW", "zh-Hant", "ltr")])
def test_a_chat_in_another_language(server, pages, locale, name, direction):
    say = words_of(name)
    desk = pages.new(locale=locale, viewport=DESK)
    log_on(desk, server, say)
    expect(desk.locator("html")).to_have_attribute("dir", direction)
    sound(desk, "desk")

    page = pages.new(locale=locale, viewport=PHONE)
    page.goto(server.form)
    expect(page.locator("html")).to_have_attribute("lang", locale)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    sound(page, "form")
    page.get_by_label(say["form.question"]).fill("#1234?")
    page.get_by_role("button", name=say["form.chat"], exact=True).click()
    expect(page.locator("waiting-room")).to_be_visible()
    sound(page, "waiting")

    desk.get_by_role("button", name=say["ring.answer"]).first.click()
    page.get_by_label(say["composer.label"], exact=True).fill("مرحبا 你好 hello")
    page.keyboard.press("Enter")
    expect(desk.locator("chat-transcript")).to_contain_text("مرحبا 你好 hello")
    sound(page, "phone")
    sound(desk, "chat")
    for screen in (page, desk):
        texts = screen.locator("body").inner_text()
        assert "{" not in texts, texts


def test_every_number_of_the_desk_is_in_the_readers_digits(server, pages):
    say = words_of("ar")
    desk = pages.new(locale="ar-EG", viewport={"width": 1440, "height": 900})
    log_on(desk, server, say)
    Caller(server, "", "أين طلبي؟")
    expect(desk.locator("ring-card .left")).to_have_text(re.compile("^[٠-٩]:[٠-٩]{2}$"))
    western = re.compile("[0-9]")
    expect(desk.locator("desk-page")).not_to_contain_text(western)
    desk.get_by_role("button", name=say["ring.answer"]).click()
    desk.locator("why-list summary").click()
    expect(desk.locator("why-list")).to_contain_text(re.compile("[٠-٩]"))
    expect(desk.locator("chat-pane header")).to_contain_text(re.compile("[٠-٩]"))
    # Each name stands alone, so that "and" stays with the one that it leads to.
    expect(desk.locator("why-list")).to_contain_text("\u2069 و\u2068")
    for place in ("chat-pane", "chat-lists", "facts-panel"):
        expect(desk.locator(place)).not_to_contain_text(western)
