"""Takes the pictures of docs/design.md. Run by hand after a build, and look at what comes out:

    .tools/venv/bin/python Tests/Browser/shots.py
"""

import io
import tempfile
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from people import Agent, Customer, said
from server import ROOT, Server

IMAGES = ROOT / "docs/images"
BYTES_MAX = 150_000
COLOURS = 256
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 720}
GAP = 16


SCHEMES = {"light": {}, "dark": {"color_scheme": "dark"}, "arabic": {"locale": "ar"}}


def main() -> None:
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        takes = {name: partial(desk, name=name, options=each) for name, each in SCHEMES.items()}
        for name, take in {**takes, "phone": phone, "elements": elements}.items():
            data = Path(folder) / name
            data.mkdir()
            server = Server(data).start()
            try:
                server.settings(phones={"simultaneousChats": True, "maxChats": 3})
                take(browser, server)
            finally:
                for context in list(browser.contexts):
                    context.close()
                server.stop()
        browser.close()


def desk(browser: Browser, server: Server, name: str, options: dict) -> None:
    """An agent with one chat, while another rings."""
    ana = Agent(new_page(browser, viewport=WIDE, **options), server)
    ana.page.goto(f"{server.url}/console")
    inputs = ana.page.locator("entry-card input")
    inputs.nth(0).fill(ana.who["email"])
    inputs.nth(1).fill(ana.who["password"])
    ana.page.locator("button[type=submit]").click()
    expect(ana.page.locator("status-switch")).to_have_attribute("data-status", "WAITING_NEW_CALL")
    mei = Customer(new_page(browser), server).ask("Mei Wong", "My order has not come. Where is it?")
    ana.ring.locator("button.next").click()
    mei.page.wait_for_selector("customer-phone")
    ana.write("Hello Mei, I am looking at it.")
    mei.write("Thank you, that helps.")
    said(ana, "Thank you, that helps.")
    mei.input.press_sequentially("It was the blue one, by the")
    Customer(new_page(browser), server).ask("Omar", "Do you ship to Jordan?")
    expect(ana.page.locator("peer-preview.busy")).to_be_visible()
    keep(f"design-{name}", shot(ana.page))


def phone(browser: Browser, server: Server) -> None:
    """The customer's three screens beside each other."""
    mei = Customer(new_page(browser, viewport=PHONE, is_mobile=True, has_touch=True), server)
    pictures = [shot(mei.open().page)]
    ana = Agent(new_page(browser), server).log_on()
    mei.ask("Mei Wong", "My order has not come. Where is it?")
    expect(mei.page.locator(".rings.ringing")).to_be_visible()
    pictures.append(shot(mei.page))
    ana.answer()
    mei.page.wait_for_selector("customer-phone")
    ana.write("Hello Mei, I am looking at it.")
    said(mei, "Hello Mei, I am looking at it.")
    mei.page.locator("chat-composer .send").dispatch_event("focus")
    mei.input.fill("Thank you, that helps.")
    mei.page.locator("chat-composer .send").click()
    said(ana, "Thank you, that helps.")
    ana.input.press_sequentially("It left on Monday")
    expect(mei.page.locator("peer-preview.busy")).to_be_visible()
    pictures.append(shot(mei.page))
    keep("design-phone", beside(pictures))


def elements(browser: Browser, server: Server) -> None:
    page = new_page(browser, viewport={"width": 1280, "height": 1500})
    page.goto(f"{server.url}/console/components")
    page.wait_for_selector("components-page figure")
    keep("design-elements", shot(page))


def new_page(browser: Browser, **options) -> Page:
    context = browser.new_context(**{"locale": "en-GB", **options})
    context.set_default_timeout(10_000)
    return context.new_page()


def shot(page: Page) -> Image.Image:
    page.wait_for_timeout(600)
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def beside(pictures: list[Image.Image]) -> Image.Image:
    width = sum(each.width + GAP for each in pictures) - GAP
    whole = Image.new("RGB", (width, max(each.height for each in pictures)), "white")
    at = 0
    for each in pictures:
        whole.paste(each, (at, 0))
        at += each.width + GAP
    return whole


def keep(name: str, picture: Image.Image) -> None:
    path = IMAGES / f"{name}.png"
    picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    assert size <= BYTES_MAX, f"{path} has {size} bytes"
    print(path.relative_to(ROOT), size)


if __name__ == "__main__":
    main()
