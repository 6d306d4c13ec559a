"""Takes the pictures of README.md, docs/design.md and docs/rooms.md. Run by hand after a build, and look at what comes out:

    .tools/venv/bin/python Tests/Browser/shots.py            # all of them
    .tools/venv/bin/python Tests/Browser/shots.py both phone # these
"""

import io
import sys
import tempfile
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from editor import Editor
from people import Agent, Customer, said
from screens.known import setting_groups
from server import ROOT, Server

IMAGES = ROOT / "docs/images"
BYTES_MAX = 150_000
COLOURS = 256
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 720}
DESK = {"width": 1080, "height": 720}
SHARP = 2
GAP = 16
BACKDROP = "#dfe2e8"


SCHEMES = {"light": {}, "dark": {"color_scheme": "dark"}, "arabic": {"locale": "ar"}}


def main() -> None:
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        takes = {name: partial(desk, name=name, options=each) for name, each in SCHEMES.items()}
        takes |= {"phone": phone, "elements": elements, "both": both, "rooms": rooms}
        for name in sys.argv[1:] or takes:
            data = Path(folder) / name
            data.mkdir()
            server = Server(data).start()
            try:
                server.settings(phones={"simultaneousChats": True, "maxChats": 3})
                takes[name](browser, server)
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
    by_thumb(mei, "Thank you, that helps.")
    said(ana, "Thank you, that helps.")
    ana.input.press_sequentially("It left on Monday")
    expect(mei.page.locator("peer-preview.busy")).to_be_visible()
    pictures.append(shot(mei.page))
    keep("design-phone", beside(pictures))


def by_thumb(mei: Customer, text: str) -> None:
    """A phone's Enter begins a line."""
    mei.page.locator("chat-composer .send").dispatch_event("focus")
    mei.input.fill(text)
    mei.page.locator("chat-composer .send").click()


def both(browser: Browser, server: Server) -> None:
    """The same chat at the agent's desk and on the customer's phone, each writing to the other."""
    ana = Agent(new_page(browser, viewport=DESK, device_scale_factor=SHARP), server).log_on()
    mei = Customer(new_page(browser, viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=SHARP), server).open()
    mei.fill(email="mei@example.com")
    mei.ask("Mei Wong", "My order has not come. It was promised for Tuesday.")
    ana.answer()
    mei.page.wait_for_selector("customer-phone")
    ana.write("I am sorry, Mei. Which order is it?")
    said(mei, "I am sorry, Mei. Which order is it?")
    by_thumb(mei, "Order 4711, the blue lamp.")
    said(ana, "Order 4711, the blue lamp.")
    ana.write("Thank you. It left our house on Monday.")
    said(mei, "Thank you. It left our house on Monday.")
    mei.input.press_sequentially("Good. Can you see where it")
    ana.input.press_sequentially("I am asking the carrier")
    Customer(new_page(browser), server).ask("Omar", "Do you ship to Jordan?")
    expect(ana.ring).to_be_visible()
    for person in (ana, mei):
        expect(person.page.locator("peer-preview.busy")).to_be_visible()
    keep("both-sides", beside([shot(ana.page), shot(mei.page)], backdrop=BACKDROP))


def elements(browser: Browser, server: Server) -> None:
    page = new_page(browser, viewport={"width": 1280, "height": 1500})
    page.goto(f"{server.url}/console/components")
    page.wait_for_selector("components-page figure")
    keep("design-elements", shot(page))


def rooms(browser: Browser, server: Server) -> None:
    """The list of rooms and every screen of a room's settings; the first in the dark and in Arabic, too."""
    server.call("POST", "rooms", {"name": "Repairs"})
    server.settings(contactForm={"header": "How can we help?", "theme": "fir", "companyName": "Acme Care"})
    editor = Editor(new_page(browser, viewport=WIDE), server).list()
    keep("rooms-list", shot(editor.page))
    for group in setting_groups():
        editor.open(group)
        keep(f"rooms-{group}", shot(editor.page))
    editor.open("contactForm").control("contactForm.header").fill("Welcome to Acme")
    editor.page.wait_for_timeout(900)
    editor.changes.click()
    expect(editor.sheet).to_be_visible()
    keep("rooms-publish", shot(editor.page))
    for name in ("dark", "arabic"):
        other = Editor(new_page(browser, viewport=WIDE, **SCHEMES[name]), server).open()
        keep(f"rooms-{name}", shot(other.page))
    small = Editor(new_page(browser, viewport=PHONE, is_mobile=True, has_touch=True), server)
    small.page.goto(f"{server.url}/console/rooms/{small.room}")
    expect(small.page.locator("draft-bar .state")).not_to_be_empty()
    pictures = [shot(small.page)]
    small.open()
    keep("rooms-phone", beside([*pictures, shot(small.page)]))
    small.page.goto(f"{server.url}/console/limits")
    limits = Editor(new_page(browser, viewport=WIDE), server)
    limits.page.goto(f"{server.url}/console/limits")
    expect(limits.page.locator(".limit").first).to_be_visible()
    keep("limits", shot(limits.page))


def new_page(browser: Browser, **options) -> Page:
    context = browser.new_context(**{"locale": "en-GB", **options})
    context.set_default_timeout(10_000)
    return context.new_page()


def shot(page: Page) -> Image.Image:
    page.wait_for_timeout(600)
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def beside(pictures: list[Image.Image], backdrop: str | None = None) -> Image.Image:
    """In one row; on a backdrop, which shows around them, too."""
    edge = 2 * GAP if backdrop else 0
    width = sum(each.width + GAP for each in pictures) - GAP
    height = max(each.height for each in pictures)
    whole = Image.new("RGB", (width + 2 * edge, height + 2 * edge), backdrop or "white")
    at = edge
    for each in pictures:
        whole.paste(each, (at, edge))
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
