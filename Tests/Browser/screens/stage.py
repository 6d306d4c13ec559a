"""The stage on which the screens of one side are shown in one look: a server and a browser page."""

import json
import re
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Page, expect

from lines import AgentLine, CustomerLine, leave
from screens.known import WEB
from screens.listing import Screen
from screens.looks import SPACED, WIDE, Look, layout_faults, settle, shown, violations
from server import ROOT, Server

KEPT = ROOT / "build-products/screens"
NARROW = 600


class Stage:
    def __init__(self, folder, pages, look: Look):
        self.folder = folder
        self.pages = pages
        self.look = look
        self.server = Server(made(folder / "company")).start()
        self.ben = AgentLine(self.server, 1).rest()
        self.ana = AgentLine(self.server, 0).rest()
        self.undo: list = []
        self.lines: list[CustomerLine] = []
        self.page = self.new_page()
        self.faults: list[str] = []
        self.seen: set[str] = set()

    @cached_property
    def empty(self) -> Server:
        """A server that nobody has set up."""
        return Server(made(self.folder / "empty"), demo=False).start()

    @cached_property
    def texts(self) -> dict:
        parts = (WEB / "locales" / self.look.language).glob("*.json")
        return {key: text for part in parts for key, text in json.loads(part.read_text()).items()}

    @cached_property
    def parts_of_keys(self) -> str:
        return "|".join(sorted({key.split(".")[0] for key in self.texts}))

    def say(self, key: str) -> str:
        """A text in the stage's language; of one with plurals the general form."""
        text = self.texts[key]
        return text if isinstance(text, str) else text["other"]

    def new_page(self, **options) -> Page:
        page = self.pages.new(viewport=WIDE, **self.look.options, **options)
        if self.look.spaced:
            page.add_init_script(SPACED)
        return page

    def aside(self, **options) -> Page:
        """A page for one screen, in a browser that is closed with it."""
        page = self.new_page(**options)
        self.undo.append(page.context.close)
        return page

    def visit(self, address: str, sign: str, page: Page | None = None) -> Page:
        """An address aside, where nobody is known yet; it is there once the sign is seen."""
        page = page or self.aside()
        page.goto(address)
        expect(page.locator(sign).first).to_be_visible()
        return page

    def pretend(self, **changed) -> Page:
        """A served chat on a page that is told something else of it than what is true."""
        page = self.aside()

        def between(socket):
            there = socket.connect_to_server()
            there.on_message(lambda text: socket.send(patched(text, changed)))
        page.route_web_socket("**/ws/customer", between)
        self.ask_here(page=page)
        return page

    def close_after(self, page: Page, path: str, words: str, code: int) -> None:
        """The page's next connections end with this code, once the server has said these words."""
        def between(socket):
            there = socket.connect_to_server()
            there.on_message(lambda text: (socket.send(text), words in text and socket.close(code=code)))
        page.route_web_socket(path, between)

    def button(self, key: str, place=None):
        return (place or self.page).get_by_role("button", name=self.say(key), exact=True)

    def press(self, key: str) -> Page:
        """The stage's own page, once this button was pressed there."""
        self.button(key).click()
        return self.page

    def settings(self, **changes) -> None:
        """Holds for one screen."""
        room = self.server.call("GET", "rooms")["rooms"][0]["id"]
        before = self.server.call("GET", f"rooms/{room}/settings")["settings"]
        self.server.settings(**changes)
        self.undo.append(lambda: self.server.settings(**{key: before[key] for key in changes}))

    def judge(self, screen: Screen) -> None:
        """Reaches the screen and notes what is wrong with it."""
        self.undo = []
        try:
            page = screen.recipe(self)
            self._seek(page, screen)
            self._look_at(page, screen)
        except Exception as error:  # the next screens are looked at all the same
            self._note(screen, "reached", str(error).split("Call log")[0][:600])
        for complaint in self.pages.complaints:
            self._note(screen, "said", complaint)
        self.pages.complaints.clear()
        for act in reversed(self.undo):
            act()
        self._clear()

    def _look_at(self, page: Page, screen: Screen) -> None:
        for size in self.look.sizes:
            page.set_viewport_size(size)
            if screen.narrow and size["width"] < NARROW:
                screen.narrow(page)
            settle(page)
            faults = layout_faults(page) + violations(page)
            name = f"{self.look.name}-{size['width']}"
            for fault in faults:
                self._note(screen, name, fault)
            page.screenshot(path=KEPT / screen.side / f"{screen.name.replace(' ', '-')}.{name}.png")
        page.set_viewport_size(WIDE)

    def _seek(self, page: Page, screen: Screen) -> None:
        """What the list says of the screen is true: its address and its words."""
        words = self._words(page, screen.shows)
        for key in screen.shows:
            if not shown(self.texts[key], words):
                self._note(screen, "shows", f"{key} is not there")
        raw = re.findall(rf"(?<![\w./@-])(?:{self.parts_of_keys})\.[a-z]\w*", words)
        for each in sorted(set(raw)) + sorted(set(re.findall(r"\{\w+\}", words))):
            self._note(screen, "shows", f"{each} instead of a text")
        path = page.evaluate("location.pathname").strip("/")
        path = re.sub(r"^r/[^/]+", "r/:token", path)
        path = re.sub(r"^r/:token/\w+$", "r/:token/:way", path)
        path = re.sub(r"(?<=^console/rooms/)[^/]+", ":id", path)
        if path != screen.route.strip("/"):
            self._note(screen, "route", f"{path} is not {screen.route}")
        self.seen |= set(page.evaluate(
            "[...new Set([...document.querySelectorAll('*')].map((each) => each.localName))]"))

    def _words(self, page: Page, keys: tuple[str, ...]) -> str:
        """What stands there, once all that should be there is; at the latest after ten seconds."""
        for _ in range(100):
            words = page.evaluate("document.title + '\\n' + document.body.innerText")
            if all(shown(self.texts[key], words) for key in keys):
                break
            page.wait_for_timeout(100)
        return words

    def _note(self, screen: Screen, what: str, fault: str) -> None:
        self.faults.append(f"{screen.side}, {screen.name} ({what}): {fault}")

    def _clear(self) -> None:
        """Nobody waits, nobody is served, this browser's pages know nothing, Ben rests."""
        self.page.context.set_offline(False)
        if self.page.url.startswith("http"):
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.goto("about:blank")
        for agent in (self.ana, self.ben):
            agent.clear()
            agent.rest()

    def ben_comes_back(self) -> None:
        self.ben = AgentLine(self.server, 1)

    def close(self) -> None:
        self.pages.close()
        for line in (self.ben, self.ana, *self.lines):
            line.close()
        self.server.stop()
        if "empty" in self.__dict__:
            self.empty.stop()

    # What customers do on it.

    def ask(self, **form: str) -> CustomerLine:
        """Somebody asks, without a browser."""
        wanted = {"name": "Mei Wong", "email": "mei@example.com", "question": "Where is my order?", **form}
        self.lines.append(CustomerLine(self.server, **wanted))
        return self.lines[-1]

    def letter(self, name: str, question: str) -> None:
        leave(self.server, "letters", name=name, email="mei@example.com", question=question)

    def open_form(self, page: Page | None = None) -> Page:
        page = page or self.page
        page.goto(self.server.form)
        expect(page.locator("contact-form")).to_be_visible()
        return page

    def ask_here(self, question: str = "Where is my order?", page: Page | None = None) -> Page:
        """Somebody asks on the page."""
        page = self.open_form(page)
        page.locator("contact-form [name=name]").fill("Mei")
        page.locator("contact-form [name=question]").fill(question)
        page.locator("contact-form button[type=submit]").click()
        return page

    def talk_here(self, question: str = "Where is my order?") -> Page:
        """A chat on the page, served by Ben."""
        self.ben.ready()
        self.ask_here(question)
        self.ben.answer_next()
        expect(self.page.locator("customer-phone")).to_be_visible()
        return self.page

    # What Ana does on it.

    def open_console(self, path: str = "", ready: bool = True, page: Page | None = None) -> Page:
        """Ana is logged on here."""
        page = page or self.page
        url = f"{self.server.url}/console"
        if not page.context.cookies(url):
            who = self.server.agents[0]
            page.context.request.post(
                f"{url}/api/log-on", headers={"Origin": self.server.url},
                data={"email": who["email"], "password": who["password"], "channel": "browser"})
        if ready:
            self.ana.ready()
        page.goto(url + path)
        expect(page.locator("console-shell, entry-card")).to_be_visible()
        return page


def patched(text: str, changed: dict) -> str:
    frame = json.loads(text)
    if frame["t"] == "chat":
        frame["chat"].update(changed)
    return json.dumps(frame)


def made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
