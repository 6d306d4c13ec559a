"""Browser tests against the real server. Without a browser or a build they are skipped, loudly."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from people import Agent, Customer  # noqa: E402
from server import Server, binary  # noqa: E402

CHROMIUM = Path("/usr/bin/chromium")
FIREFOX = Path("/usr/bin/firefox-esr")

# A busy machine is slow, not wrong.
expect.set_options(timeout=10_000)

# The stock Firefox of Debian, which speaks WebDriver BiDi. It has no CDP.
ENGINES = {
    "chromium": {"executable_path": str(CHROMIUM)},
    "firefox": {"executable_path": str(FIREFOX), "channel": "moz-firefox"},
}

# A complaint of Chromium, in the words of Firefox.
FIREFOX_SAYS = {
    "WebSocket connection": ["can’t establish a connection to the server at ws", "connection to ws"]}

WATCH = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


def pytest_collection_modifyitems(items):
    missing = [what for what, is_there in (
        ("Chromium", CHROMIUM.exists()), ("Firefox", FIREFOX.exists()),
        ("a build of foyer", binary() is not None)) if not is_there]
    for item in items if missing else []:
        item.add_marker(pytest.mark.skip(reason=f"{' and '.join(missing)} missing"))


def pytest_configure(config):
    config.addinivalue_line("markers", "both_browsers: runs in Chromium and in Firefox")
    config.addinivalue_line("markers", "long: too long for every run; bin/test --long looks runs it")
    config.addinivalue_line("markers", "alone: measures milliseconds, so no other story runs beside it")


def pytest_generate_tests(metafunc):
    """Chromium runs everything; what is marked `both_browsers` runs in Firefox too."""
    if "engine" not in metafunc.fixturenames:
        return
    both = metafunc.definition.get_closest_marker("both_browsers")
    # Firefox takes seconds to start: one worker runs all of its stories.
    firefox = pytest.param("firefox", marks=pytest.mark.xdist_group("firefox"))
    metafunc.parametrize("engine", ["chromium", *([firefox] if both else [])], scope="session")


@pytest.fixture
def proof(request):
    """Tells what a test has proved, by the row's name. Shown at the end of the run, also by a worker of xdist."""
    def tell(row: str, text: str) -> None:
        request.node.user_properties.append(("proof", f"proof {row}: {text}"))
    return tell


def pytest_terminal_summary(terminalreporter):
    """At column 0, where bin/test looks for them."""
    for report in terminalreporter.stats.get("passed", []):
        for kind, line in report.user_properties:
            if kind == "proof" and report.when == "call":
                terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright, engine):
    """One browser for a worker; each person gets a context of their own in it."""
    running = getattr(playwright, engine).launch(**ENGINES[engine])
    yield running
    running.close()


@pytest.fixture
def server(tmp_path, pages):
    running = Server(tmp_path).start()
    yield running
    pages.close()  # first the pages, or they complain that the server is gone
    running.stop()


@pytest.fixture
def empty_server(tmp_path, pages):
    running = Server(tmp_path, demo=False).start()
    yield running
    pages.close()
    running.stop()


class Pages:
    """New pages, each in a browser of its own; a page that complains fails the test."""

    def __init__(self, browser):
        self.browser = browser
        self.contexts = []
        self.complaints = []
        self.allowed = ["401 (Unauthorized)", "ERR_INTERNET_DISCONNECTED"]

    def new(self, **options):
        context = self.browser.new_context(**{"locale": "en-GB", **options})
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return self.watched(context.new_page())

    def watched(self, page):
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self._hear("error", str(error)))
        page.add_init_script(WATCH)
        return page

    def close(self):
        while self.contexts:
            self.contexts.pop().close()

    def allow(self, text):
        """For a test that provokes exactly this complaint."""
        self.allowed += [text, *FIREFOX_SAYS.get(text, [])]

    def _hear(self, kind, text):
        if kind in ("error", "warning") and not any(each in text for each in self.allowed):
            self.complaints.append(text)


@pytest.fixture
def pages(browser):
    made = Pages(browser)
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def customer(pages, server):
    return Customer(pages.new(), server)


@pytest.fixture
def ana(pages, server):
    return Agent(pages.new(), server, 0)


@pytest.fixture
def ben(pages, server):
    return Agent(pages.new(), server, 1)


@pytest.fixture
def talk(customer, ana):
    """A chat that is being served."""
    ana.log_on()
    customer.ask()
    ana.answer()
    customer.page.wait_for_selector("customer-phone")
    return customer, ana
