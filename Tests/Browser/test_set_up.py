"""The doors of the console."""

import io
import re
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from people import Agent
from test_access import sound

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
ELSEWHERE = "https://chat.acme.example"


def fill_company(page, company="Acme Care"):
    page.get_by_label("Company").fill(company)
    page.get_by_role("button", name="Next").click()


def fill_you(page, name="Ana", email="ana@example.com", password="a long enough password"):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail").fill(email)
    page.get_by_label("Choose a password").fill(password)
    page.get_by_role("button", name="Set up", exact=True).click()


def current_step(page):
    return page.get_by_role("list", name="Set-up").locator("[aria-current=step]")


def test_three_steps_from_the_printed_link_to_the_first_chat(empty_server, pages):
    page = pages.new()
    page.goto(empty_server.set_up_link())
    expect(page.get_by_text("Step 1 of 3")).to_be_visible()
    expect(current_step(page)).to_contain_text("Company")
    fill_company(page)
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    expect(current_step(page)).to_contain_text("You")
    fill_you(page)
    expect(page.get_by_role("heading", name="Acme Care is ready")).to_be_focused()
    expect(current_step(page)).to_contain_text("Done")
    assert "#" not in page.url
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Try it now").click()
    asks = pages.watched(opened.value)
    expect(page.locator("status-switch .now")).to_have_text("Online")
    expect(asks.get_by_role("heading", name="Acme Care")).to_be_visible()
    asks.get_by_label("Your name").fill("Ana herself")
    asks.get_by_label("Your question").fill("Does it ring?")
    asks.get_by_role("button", name="Start the chat").click()
    expect(page.locator("ring-card")).to_contain_text("Ana herself")


def test_a_try_by_telephone_rings_on_the_last_step(empty_server, pages):
    page = reachable(pages.new())
    page.goto(empty_server.set_up_link())
    fill_company(page)
    fill_you(page)
    code = page.locator("qr-code")
    expect(code.get_by_role("img", name="QR code of the contact form")).to_be_visible()
    asks = pages.new(**PHONE)
    asks.goto(read_code(code).replace(ELSEWHERE, empty_server.url))
    asks.get_by_label("Your question").fill("From the sofa")
    asks.get_by_role("button", name="Start the chat").click()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("chat-pane chat-transcript")).to_contain_text("From the sofa")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_code_is_the_link_that_is_copied(empty_server, pages, scheme):
    page = reachable(pages.new(color_scheme=scheme))
    page.goto(empty_server.set_up_link())
    fill_company(page)
    fill_you(page)
    link = page.get_by_label("Contact form", exact=True).input_value()
    assert read_code(page.locator("qr-code")) == link
    page.reload()
    expect(page.get_by_label("Contact form", exact=True)).to_have_value(link)


def test_a_link_that_works_on_this_computer_only_has_no_code(empty_server, pages):
    page = pages.new()
    page.goto(empty_server.set_up_link())
    fill_company(page)
    fill_you(page)
    expect(page.get_by_text("For phones and other devices, start Foyer with --public-url")).to_be_visible()
    expect(page.locator("qr-code")).to_have_count(0)
    sound(page, "no code")
    page.get_by_role("link", name="Rooms").click()
    expect(page.get_by_text("These links work on this computer only.")).to_be_visible()
    reachable(page).reload()
    expect(page.locator("room-card")).to_be_visible()
    expect(page.get_by_text("These links work on this computer only.")).to_have_count(0)


def reachable(page):
    """As if the server had been started with an address that telephones reach."""
    def tell(route):
        answer = route.fetch()
        here = urlsplit(route.request.url)
        route.fulfill(response=answer, body=answer.text().replace(f"{here.scheme}://{here.netloc}", ELSEWHERE))
    page.route("**/console/api/rooms?*", tell)
    return page


def read_code(code):
    """What a telephone's camera would find in the picture."""
    picture = Image.open(io.BytesIO(code.screenshot()))
    # The frame is white in the dark, too: not every camera takes a code the other way round.
    assert picture.convert("RGB").getpixel((picture.width // 2, 6)) == (255, 255, 255)
    found = zxingcpp.read_barcodes(picture)
    assert [each.format.name for each in found] == ["QRCode"]
    return found[0].text


@pytest.mark.parametrize("width, height", [(1366, 650), (1024, 768), (1440, 900)])
def test_a_ring_leaves_the_code_free_for_the_camera(empty_server, pages, width, height):
    page = reachable(pages.new(viewport={"width": width, "height": height}))
    page.goto(empty_server.set_up_link())
    fill_company(page)
    fill_you(page)
    code = page.locator("qr-code")
    link = read_code(code)
    asks = pages.new(**PHONE)
    asks.goto(link.replace(ELSEWHERE, empty_server.url))
    asks.get_by_label("Your question").fill("From the sofa")
    asks.get_by_role("button", name="Start the chat").click()
    expect(page.locator("ring-card")).to_be_visible()
    page.wait_for_timeout(300)  # it slides in
    assert read_code(code) == link
    card, picture = page.locator("ring-card").bounding_box(), code.bounding_box()
    assert card["y"] >= picture["y"] + picture["height"] or card["x"] >= picture["x"] + picture["width"]
    for each in ("Copy", "Try it now", "To the desk"):
        page.get_by_text(each, exact=True).click(trial=True)


def test_the_way_back_keeps_what_was_typed(empty_server, pages):
    page = pages.new()
    page.goto(empty_server.set_up_link())
    fill_company(page)
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Choose a password").fill("a long enough password")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Company")).to_have_value("Acme Care")
    fill_company(page, "Acme")
    expect(page.get_by_label("Your name")).to_have_value("Ana")
    expect(page.get_by_label("Choose a password")).to_have_value("a long enough password")
    page.go_back()
    expect(page.get_by_label("Company")).to_have_value("Acme")
    page.go_forward()
    page.reload()
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Ana")
    expect(page.get_by_label("Choose a password")).to_have_value("")
    stored = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "long enough" not in stored


def test_by_keyboard_only(empty_server, pages):
    page = pages.new()
    page.goto(empty_server.set_up_link())
    expect(page.get_by_label("Company")).to_be_focused()
    page.keyboard.type("Acme Care")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your name")).to_be_focused()
    for text in ("Ana", "ana@example.com", "a long enough password"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_label("Choose a password")).to_have_attribute("type", "text")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy").first).to_be_visible()
    expect(page.get_by_role("heading", name="Acme Care is ready")).to_be_focused()
    for name in ("Contact form", "Copy", "Try it now", "To the desk"):
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_accessible_name(name)
    page.keyboard.press("Enter")
    expect(page.locator("status-switch .now")).to_have_text("Online")


def test_an_answer_that_was_lost_is_no_dead_end(empty_server, pages):
    pages.allow("409 (Conflict)")
    pages.allow("ERR_FAILED")
    page = pages.new()
    page.goto(empty_server.set_up_link())
    fill_company(page)
    page.route("**/console/api/set-up", lambda route: (route.fetch(), route.abort()), times=1)
    fill_you(page)
    expect(page.get_by_text("The server was not reached.")).to_be_visible()
    page.get_by_role("button", name="Set up", exact=True).click()
    expect(page.get_by_role("heading", name="Acme Care is ready")).to_be_visible()


def test_a_company_that_exists_leads_to_the_log_on(server, pages):
    pages.allow("409 (Conflict)")
    page = pages.new()
    page.route("**/console/api/links", lambda route: route.fulfill(
        status=409, json={"code": "alreadySetUp", "message": "The company is set up already."}))
    page.goto(f"{server.url}/console/set-up#kept")
    expect(page.get_by_text("The company is set up already. Please log on.")).to_be_visible()
    expect(page.get_by_role("heading", name="Log on")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_a_used_set_up_link_leads_on(empty_server, pages):
    pages.allow("409 (Conflict)")
    page = pages.new()
    page.goto(empty_server.set_up_link())
    fill_company(page)
    fill_you(page)
    expect(page.get_by_role("heading", name="Acme Care is ready")).to_be_visible()
    page.goto(empty_server.set_up_link())
    expect(page.locator("status-switch .now")).to_have_text("Online")
    other = pages.new()
    other.goto(empty_server.set_up_link())
    expect(other.get_by_text("The company is set up already. Please log on.")).to_be_visible()
    expect(other.get_by_role("heading", name="Log on")).to_be_visible()


def test_a_wrong_link_says_so_before_anything_is_typed(empty_server, pages):
    pages.allow("410 (Gone)")
    page = pages.new()
    page.goto(empty_server.set_up_link()[:-3] + "xyz")
    expect(page.get_by_text("This link was used already, or it is too old.")).to_be_visible()
    expect(page.locator("input")).to_have_count(0)


def test_errors_stand_at_their_fields_and_on_their_step(empty_server, pages):
    pages.allow("400 (Bad Request)")
    page = pages.new()
    page.goto(empty_server.set_up_link())
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Company")).to_have_accessible_description("Please fill this in.")
    fill_company(page, "A" * 300)
    password = page.get_by_label("Choose a password")
    expect(password).to_have_accessible_description(re.compile("At least 10 characters"))
    fill_you(page, email="zoe", password="short")
    expect(page.get_by_label("Your e-mail")).to_be_focused()
    expect(page.get_by_label("Your e-mail")).to_have_accessible_description(
        re.compile("This does not look like an e-mail address"))
    expect(password).to_have_attribute("aria-invalid", "true")
    fill_you(page)
    company = page.get_by_label("Company")
    expect(company).to_have_accessible_description("This is too long.")
    expect(company).to_be_focused()
    fill_company(page)
    page.get_by_role("button", name="Set up", exact=True).click()
    expect(page.get_by_role("heading", name="Acme Care is ready")).to_be_visible()


def test_the_strength_of_a_password_is_told_and_moves_nothing(empty_server, pages):
    page = pages.new()
    page.goto(empty_server.set_up_link())
    fill_company(page)
    page.get_by_label("Your e-mail").fill("ana@example.com")
    password = page.get_by_label("Choose a password")
    go = page.get_by_role("button", name="Set up", exact=True)
    before = go.bounding_box()
    strength = page.locator("new-password .strength")
    for text, told in (
            ("k7!mQz", "4 more characters"), ("k7!mQz2#p", "1 more character"),
            ("acmecareana", "Easy to guess"), ("k7!mQz2#pw", "Fair"),
            ("green ladder counts mice", "Strong")):
        password.fill(text)
        expect(strength).to_have_text(told)
        assert go.bounding_box() == before
    expect(page.get_by_role("status").filter(has_text="Strong")).to_be_attached()


@pytest.mark.parametrize("door", ["set-up", "password"])
def test_a_whole_link_opens_where_a_cut_off_one_stood(empty_server, pages, door):
    page = pages.new()
    page.goto(f"{empty_server.url}/console/{door}")
    expect(page.get_by_text("cut off")).to_be_visible()
    page.goto(empty_server.set_up_link().replace("set-up", door))
    expect(page.get_by_label("Company")).to_be_visible()


def test_a_link_that_cannot_be_looked_up_can_be_tried_again(empty_server, pages):
    pages.allow("ERR_FAILED")
    page = pages.new()
    page.route("**/console/api/links", lambda route: route.abort(), times=1)
    page.goto(empty_server.set_up_link())
    expect(page.get_by_text("The server was not reached.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Company")).to_be_focused()


def test_a_used_password_link_says_so_before_anything_is_typed(server, pages):
    pages.allow("410 (Gone)")
    page = pages.new()
    page.goto(f"{server.url}/console/password#used")
    expect(page.get_by_text("This link was used already")).to_be_visible()
    expect(page.locator("input")).to_have_count(0)
    page.get_by_role("link", name="To the log-on").click()
    expect(page.get_by_role("heading", name="Log on")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_the_steps_are_sound_on_a_phone(empty_server, pages, scheme, locale):
    page = reachable(pages.new(color_scheme=scheme, locale=locale, **PHONE))
    page.goto(empty_server.set_up_link())
    go = page.locator("button[type=submit]")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if locale == "ar" else "ltr")
    sound(page, "company")
    page.locator("input").fill("Acme Care " * 5)
    go.click()
    expect(page.locator("text-field")).to_have_count(3)
    go.click()
    sound(page, "you, with errors")
    for text, place in zip(("Ana", "ana@example.com", "weak password 1"), range(3)):
        page.locator("text-field input").nth(place).fill(text)
    sound(page, "you")
    go.click()
    expect(page.locator("qr-code")).to_be_visible()
    sound(page, "done")


def test_a_wrong_password_is_told_and_the_e_mail_stays(server, pages):
    page = pages.new()
    page.goto(f"{server.url}/console")
    page.get_by_label("E-mail").fill(server.agents[0]["email"])
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Log on").click()
    expect(page.get_by_text("The e-mail or the password is wrong.")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(server.agents[0]["email"])


def test_a_new_agent_chooses_a_password_by_the_link(server, pages, ana):
    ana.log_on()
    page = ana.page
    page.get_by_role("link", name="Agents").click()
    page.get_by_role("button", name="New agent").click()
    page.get_by_label("Name").fill("Kim")
    page.get_by_label("E-mail").fill("kim@example.com")
    page.get_by_role("button", name="Create the agent").click()
    link = page.get_by_label("Send this link to Kim").input_value()
    other = pages.new()
    other.goto(link)
    expect(other.get_by_role("heading", name="Welcome, Kim")).to_be_visible()
    expect(other.get_by_text("kim@example.com")).to_be_visible()
    other.get_by_label("New password").fill("another long password")
    other.get_by_role("button", name="Save the password").click()
    kim = Agent(other, server)
    expect(kim.status).to_have_text("Online")
    kim.who = {"email": "kim@example.com", "password": "another long password"}
    Agent(other, server).log_off()
    kim.log_on()


def test_a_saved_password_that_cannot_be_used_yet_leads_to_the_log_on(server, pages, ana):
    pages.allow("ERR_FAILED")
    created = server.call("POST", "agents", {
        "name": "Kim", "email": "kim@example.com", "administrator": False, "rooms": []})
    page = pages.new()
    page.route("**/console/api/log-on", lambda route: route.abort())
    page.goto(created["link"])
    page.get_by_label("New password").fill("another long password")
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_text("Your password is saved")).to_have_attribute("data-kind", "good")


def test_a_log_on_that_was_ended_says_so_and_keeps_the_draft(talk):
    customer, ana = talk
    ana.input.fill("half a sen")
    ana.page.evaluate("fetch('/console/api/log-off', { method: 'POST' })")
    expect(ana.page.get_by_text("You were logged off.")).to_be_visible()
    ana.page.get_by_label("E-mail").fill(ana.who["email"])
    ana.page.get_by_label("Password").fill(ana.who["password"])
    ana.page.get_by_role("button", name="Log on").click()
    ana.answer()  # who logs off gives the chat back to the queue
    expect(ana.input).to_have_value("half a sen")
