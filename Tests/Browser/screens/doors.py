"""The console's doors: set-up, password, log-on."""

from playwright.sync_api import Page, expect

from screens.console import consoles
from screens.stage import Stage


@consoles("set-up", "setUp.headline", route="console/set-up")
def set_up(stage: Stage) -> Page:
    return stage.visit(stage.empty.set_up_link(), "entry-card input")


@consoles("set-up, who you are", "setUp.password", route="console/set-up")
def set_up_you(stage: Stage) -> Page:
    page = set_up(stage)
    page.locator("entry-card input").first.fill("Acme Care")
    page.keyboard.press("Enter")
    expect(page.locator("input[type=email]")).to_be_visible()
    return page


@consoles("set-up, errors", "error.fieldMissing", route="console/set-up")
def set_up_errors(stage: Stage) -> Page:
    page = set_up_you(stage)
    page.locator("input[type=email]").fill("zoe")
    page.keyboard.press("Enter")
    expect(page.locator("text-field .error:visible").first).to_be_visible()
    return page


@consoles("set-up is over", "welcome.headline", route="console/welcome")
def welcome(stage: Stage) -> Page:
    def reachable(route):
        # As if the server had been started with an address that telephones reach.
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(stage.server.url, "https://chat.example.com"))

    stage.page.route("**/console/api/rooms?*", reachable)
    page = stage.open_console("/welcome")
    expect(page.locator("qr-code")).to_be_visible()
    return page


@consoles("set-up by a used link", "setUp.used", route="console/set-up")
def set_up_used(stage: Stage) -> Page:
    stage.pages.allow("410 (Gone)")
    return stage.visit(f"{stage.server.url}/console/set-up#used", "entry-card a")


@consoles("set-up by half a link", "setUp.noLink", route="console/set-up")
def set_up_cut_off(stage: Stage) -> Page:
    return stage.visit(f"{stage.server.url}/console/set-up", "entry-card")


@consoles("password", "password.headline", route="console/password")
def password(stage: Stage) -> Page:
    ben = stage.server.call("GET", "agents")["agents"][1]["id"]
    return stage.visit(stage.server.call("POST", f"agents/{ben}/password-link")["link"], "input[type=password]")


@consoles("password by half a link", "password.noLink", route="console/password")
def password_cut_off(stage: Stage) -> Page:
    return stage.visit(f"{stage.server.url}/console/password", "entry-card")


@consoles("password by a used link", "password.used", route="console/password")
def password_used(stage: Stage) -> Page:
    stage.pages.allow("410 (Gone)")
    return stage.visit(f"{stage.server.url}/console/password#used", "entry-card a")


@consoles("log-on", "logOn.headline")
def log_on(stage: Stage) -> Page:
    return stage.visit(f"{stage.server.url}/console", "input[type=password]")


@consoles("log-on after being logged off", "logOn.expired")
def logged_off(stage: Stage) -> Page:
    stage.pages.allow("WebSocket")
    page = stage.aside()
    stage.close_after(page, "**/ws/agent", '"t":"desk"', 4501)
    stage.open_console(page=page, ready=False)
    expect(page.get_by_text(stage.say("logOn.expired"))).to_be_visible()
    return page


@consoles("log-on with a wrong password", "error.wrongEmailOrPassword")
def wrong_password(stage: Stage) -> Page:
    page = log_on(stage)
    page.locator("input[type=email]").fill("ana@example.com")
    page.locator("input[type=password]").fill("not the password")
    page.keyboard.press("Enter")
    return page


@consoles("server away", "page.failed")
def server_away(stage: Stage) -> Page:
    stage.pages.allow("503 (Service Unavailable)")
    page = stage.aside()
    page.route("**/console/api/me", lambda route: route.fulfill(
        status=503, json={"code": "overloaded", "message": "Later."}))
    return stage.visit(f"{stage.server.url}/console", "entry-card button", page)
