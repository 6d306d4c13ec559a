"""What a customer and an agent do, in their words; a test reads as a story."""

from playwright.sync_api import Locator, Page, expect

from server import Server


class Customer:
    def __init__(self, page: Page, server: Server):
        self.page = page
        self.server = server

    def open(self) -> "Customer":
        self.page.goto(self.server.form)
        return self

    def fill(self, **fields: str) -> "Customer":
        labels = {"name": "Your name", "email": "E-mail", "phone": "Phone", "question": "Your question"}
        for name, text in fields.items():
            self.page.get_by_label(labels[name]).fill(text)
        return self

    def ask(self, name: str = "Mei", question: str = "Where is my order?") -> "Customer":
        self.open().fill(name=name, question=question)
        self.page.get_by_role("button", name="Start the chat").click()
        expect(self.page.locator("waiting-room, customer-phone")).to_be_visible()
        return self

    @property
    def input(self) -> Locator:
        return self.page.get_by_label("Your message", exact=True)

    def write(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    @property
    def letter(self) -> Locator:
        return self.page.get_by_label("Your letter")

    def begin_letter(self, text: str = "") -> None:
        """Instead of waiting; without a text the question stands there."""
        self.page.get_by_role("button", name="Leave a letter instead").click()
        if text:
            self.letter.fill(text)

    def menu_item(self, name: str) -> Locator:
        """Of the menu, which is open then."""
        self.page.get_by_role("button", name="More", exact=True).click()
        return self.page.get_by_role("menuitem", name=name)

    def end(self) -> None:
        self.page.get_by_role("button", name="End", exact=True).click()
        self.page.get_by_role("button", name="End the chat").click()

    @property
    def texts(self) -> list[str]:
        return texts_of(self.page.locator("customer-phone"))


class Agent:
    def __init__(self, page: Page, server: Server, number: int = 0):
        self.page = page
        self.server = server
        self.who = server.agents[number] if server.agents else {}

    def log_on(self) -> "Agent":
        self.page.goto(f"{self.server.url}/console")
        self.page.get_by_label("E-mail").fill(self.who["email"])
        self.page.get_by_label("Password").fill(self.who["password"])
        self.page.get_by_role("button", name="Log on").click()
        expect(self.status).to_have_text("Online")
        return self

    @property
    def status(self) -> Locator:
        return self.page.locator("status-switch .now")

    @property
    def ring(self) -> Locator:
        return self.page.locator("ring-card")

    def answer(self) -> None:
        self.ring.get_by_role("button", name="Answer").click()
        expect(self.page.locator("chat-pane")).to_be_visible()

    @property
    def input(self) -> Locator:
        return self.page.locator("chat-pane textarea")

    def write(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def hang_up(self) -> None:
        self.page.get_by_role("button", name="Hang up").click()
        self.page.get_by_role("button", name="Hang up now?").click()

    def log_off(self) -> None:
        """By the menu that says who is logged on."""
        self.page.locator("me-menu > button").click()
        self.page.locator("me-menu").get_by_role("button", name="Log off").click()

    @property
    def texts(self) -> list[str]:
        return texts_of(self.page.locator("chat-pane"))


def texts_of(place: Locator) -> list[str]:
    """What was said, top to bottom."""
    return place.locator("chat-transcript .text .body").all_text_contents()


def said(person: Customer | Agent, *wanted: str) -> None:
    """Waits until these texts stand in the transcript: all, once, in this order, none between."""
    tag = "customer-phone" if isinstance(person, Customer) else "chat-pane"
    bodies = person.page.locator(f"{tag} chat-transcript .text .body")
    expect(bodies.last).to_have_text(wanted[-1], timeout=15_000)
    expect(person.page.locator(f"{tag} chat-transcript .text.sending")).to_have_count(0)
    texts = person.texts
    assert texts[-len(wanted):] == list(wanted), texts
