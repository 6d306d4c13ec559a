"""Who edits the settings of a room in the console; and how the customer's page is compared with its preview."""

import re
from itertools import zip_longest

from playwright.sync_api import Frame, Locator, Page, expect

from server import Server

# What every element of a screen says, where it stands and how it looks. Numbers of forms and chats are each other's.
LOOKS = r"""
() => {
  const base = document.querySelector('#app').getBoundingClientRect();
  const style = ['color', 'backgroundColor', 'borderColor', 'fontSize', 'fontWeight', 'display', 'direction'];
  const compared = (each) => each.checkVisibility() && !each.closest('.number, .foot, time');
  return [...document.querySelectorAll('#app *')].filter(compared).map((each) => {
    const box = each.getBoundingClientRect();
    const looks = getComputedStyle(each);
    const words = each.childElementCount > 0 ? '' : each.textContent;
    const place = [box.x - base.x, box.y - base.y, box.width, box.height].map(Math.round);
    return [each.localName, words, ...place, ...style.map((name) => looks[name])].join(' ');
  });
}
"""


class Editor:
    """An administrator, logged on without typing."""

    def __init__(self, page: Page, server: Server, number: int = 0):
        self.page = page
        self.server = server
        who = server.agents[number]
        page.context.request.post(
            f"{server.url}/console/api/log-on", headers={"Origin": server.url},
            data={"email": who["email"], "password": who["password"], "channel": "browser"})

    @property
    def room(self) -> str:
        return room_of(self.server)

    def open(self, group: str = "contactForm", room: str = "") -> "Editor":
        self.page.goto(f"{self.server.url}/console/rooms/{room or self.room}/{group}".rstrip("/"))
        expect(self.page.locator("draft-bar .state")).not_to_be_empty()
        return self

    def list(self) -> "Editor":
        self.page.goto(f"{self.server.url}/console/rooms")
        expect(self.page.locator("room-card").first).to_be_visible()
        return self

    def card(self, name: str) -> Locator:
        named = self.page.get_by_role("heading", name=name, exact=True)
        return self.page.locator("room-card").filter(has=named)

    def control(self, field: str) -> Locator:
        return self.page.locator(f"#setting-{field.replace('.', '-')}")

    def row(self, field: str) -> Locator:
        return self.page.locator("setting-row").filter(has=self.control(field))

    @property
    def state(self) -> Locator:
        return self.page.locator("draft-bar .state")

    @property
    def changes(self) -> Locator:
        return self.page.locator("draft-bar .row > .next")

    @property
    def sheet(self) -> Locator:
        return self.page.locator("publish-sheet dialog")

    def saved(self, count: int) -> "Editor":
        """All that was typed is in the draft, which has so many changes."""
        expect(self.changes).to_have_text(re.compile(rf"^{count} change"))
        expect(self.state).to_contain_text("Saved as a draft")
        return self

    def publish(self) -> None:
        self.changes.click()
        self.sheet.get_by_role("button", name="Publish").click()
        expect(self.state).to_contain_text("is live")

    @property
    def preview(self) -> Frame:
        """The customer's page in its frame, once it shows something."""
        self.page.frame_locator("room-preview iframe").locator("room-bar").wait_for()
        return next(each for each in self.page.frames if each.url.endswith("/console/preview"))

    def shows(self, screen: str) -> "Editor":
        self.page.locator("room-preview select").first.select_option(screen)
        return self


def room_of(server: Server, name: str = "GENERAL") -> str:
    return next(each["id"] for each in server.call("GET", "rooms")["rooms"] if each["name"] == name)


def looks_of(place: Page | Frame) -> list[str]:
    return place.evaluate(LOOKS)


def same_looks(editor: Editor, page: Page) -> None:
    """The customer's page, in a window of the preview's size, is what the preview shows."""
    size = editor.preview.evaluate("({ width: innerWidth, height: innerHeight })")
    page.set_viewport_size(size)
    for _ in range(50):
        wanted, found = looks_of(editor.preview), looks_of(page)
        if wanted == found:
            return
        page.wait_for_timeout(100)
    differing = [pair for pair in zip_longest(wanted, found) if pair[0] != pair[1]]
    raise AssertionError("\n".join(f"preview: {one}\n   page: {other}" for one, other in differing[:6]))
