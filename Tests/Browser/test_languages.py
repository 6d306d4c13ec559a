"""The main story in the other languages, right to left where they are read so."""

import json

import pytest
from playwright.sync_api import expect

from server import ROOT
from test_access import sound

PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 800}


def words_of(name):
    parts = (ROOT / f"Web/locales/{name}").glob("*.json")
    return {key: text for part in parts for key, text in json.loads(part.read_text()).items()}


@pytest.mark.parametrize(
    ("locale", "name", "direction"), [("ar-EG", "ar", "rtl"), ("zh-TW", "zh-Hant", "ltr")])
def test_a_chat_in_another_language(server, pages, locale, name, direction):
    say = words_of(name)
    desk = pages.new(locale=locale, viewport=DESK)
    desk.goto(f"{server.url}/console")
    expect(desk.locator("html")).to_have_attribute("dir", direction)
    desk.get_by_label(say["logOn.email"], exact=True).fill(server.agents[0]["email"])
    desk.get_by_label(say["logOn.password"], exact=True).fill(server.agents[0]["password"])
    desk.get_by_role("button", name=say["logOn.go"], exact=True).click()
    expect(desk.locator("status-switch")).to_be_visible()
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
