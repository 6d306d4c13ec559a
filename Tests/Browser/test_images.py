"""The pictures of a room: uploaded by an administrator, seen by customers."""

import io
import json
import urllib.request

import pytest
from PIL import Image
from playwright.sync_api import expect

from screens.looks import layout_faults, settle, violations

ELSEWHERE = "https://img.example.com/{}.png"


def photograph(width=3000, height=1500, kind="JPEG", **more):
    """A picture with notes in it, as a camera makes it."""
    picture = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (picture, picture.rotate(180), picture))
    notes = Image.Exif()
    notes[0x010E] = "secret place"
    out = io.BytesIO()
    picture.save(out, kind, exif=notes, **more)
    return out.getvalue()


def small_png(size=(64, 64), colour=(200, 30, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def keep(server, picture):
    request = urllib.request.Request(f"{server.url}/api/images", data=picture, method="POST")
    server.call("GET", "me")
    request.add_header("Authorization", f"Bearer {server.agents[0]['token']}")
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


def show_setting(ana, value=""):
    """The element alone, on the console of who is logged on."""
    ana.log_on()
    page = ana.page
    page.evaluate("""async (value) => {
        customElements.get('image-setting');
        const made = new (customElements.get('image-setting'))('Logo', value);
        made.addEventListener('changed', ({ detail }) => { (window.told ??= []).push(detail); });
        document.querySelector('main, body').replaceChildren(made);
        made.focusFirst();
    }""", value)
    return page, page.locator("image-setting")


def told(page):
    return page.evaluate("window.told ?? []")


def fetched(server, value):
    with urllib.request.urlopen(f"{server.url}/images/{value.removeprefix('image:')}") as answer:
        return answer.headers["Content-Type"], answer.read()


def test_a_photograph_is_made_small_and_loses_its_notes(server, ana):
    page, element = show_setting(ana)
    expect(element.get_by_role("button", name="Choose a picture")).to_be_focused()
    element.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    expect(element.get_by_text("Uploaded")).to_be_visible()
    expect(element.locator("img")).to_be_visible()
    [value] = told(page)
    kind, kept = fetched(server, value)
    assert kind == "image/webp" and len(kept) < 512 * 1024 and b"secret" not in kept
    assert Image.open(io.BytesIO(kept)).size == (1600, 800)
    element.get_by_role("button", name="Remove").click()
    assert told(page) == [value, ""]
    expect(element.get_by_role("button", name="Choose a picture")).to_be_focused()


def test_dropped_or_pasted_it_is_taken_as_well(server, ana):
    page, element = show_setting(ana)
    for event, where in (("drop", "dataTransfer"), ("paste", "clipboardData")):
        element.evaluate("""async (element, [event, where, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], 'a.png', { type: 'image/png' }));
            const made = event === 'drop'
                ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
                : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
            element.querySelector('button').dispatchEvent(made);
            window.prevented = made.defaultPrevented;
        }""", [event, where, list(small_png(colour=(len(event), 9, 9)))])
        assert page.evaluate("window.prevented"), "the browser would open the file"
        expect(element.get_by_text("Uploaded")).to_be_visible()
        page.wait_for_function(f"window.told?.length === {1 if event == 'drop' else 2}")
        element.evaluate("element => element.querySelector('[role=status]').textContent = ''")
    assert len(set(told(page))) == 2


@pytest.mark.parametrize("shines", [False, True])
def test_a_browser_that_makes_no_webp_makes_what_is_right(server, ana, shines):
    """As Safari, whose canvas answers with a PNG instead."""
    page, element = show_setting(ana)
    page.evaluate("""() => {
        const usual = HTMLCanvasElement.prototype.toBlob;
        HTMLCanvasElement.prototype.toBlob = function (act, type, quality) {
            usual.call(this, act, type === 'image/webp' ? 'image/png' : type, quality);
        };
    }""")
    picture = Image.effect_noise((1500, 1500), 90).convert("RGBA" if shines else "RGB")
    if shines:
        picture.putalpha(Image.linear_gradient("L").resize((1500, 1500)))
    out = io.BytesIO()
    picture.save(out, "PNG")
    element.locator("input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": out.getvalue()})
    expect(element.get_by_text("Uploaded")).to_be_visible(timeout=30_000)
    kind, kept = fetched(server, told(page)[0])
    assert kind == ("image/png" if shines else "image/jpeg") and len(kept) < 512 * 1024


def test_what_is_no_picture_is_told_and_changes_nothing(server, pages, ana):
    pages.allow("422 (Unprocessable Entity)")
    page, element = show_setting(ana)
    for name, bytes_ in (("a.svg", b"<svg onload='alert(1)'/>"), ("a.png", b"hello")):
        element.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "image/png", "buffer": bytes_})
        expect(element.get_by_role("alert")).to_contain_text("This is no picture")
    page.route("**/console/api/images", lambda route: route.fulfill(
        status=422, json={"code": "imageRefused", "rule": "part", "message": "no"}))
    element.locator("input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": small_png()})
    expect(element.get_by_role("alert")).to_contain_text("more than pixels")
    assert told(page) == []


def test_an_address_elsewhere_is_checked_and_never_fetched(server, ana):
    page, element = show_setting(ana)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    field = element.get_by_label("Or the address of a picture elsewhere")
    expect(field).to_have_accessible_description(
        "It begins with https://. Each visitor’s browser fetches it there, "
        "so that host learns the visitors’ network addresses.")
    for wrong in ("http://example.com/a.png", "https://user@example.com/", "javascript:alert(1)", ""):
        field.fill(wrong)
        field.press("Enter")
        expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(ELSEWHERE.format("a"))
    element.get_by_role("button", name="Use this address").click()
    assert told(page) == [ELSEWHERE.format("a")]
    assert not [url for url in asked if "img.example.com" in url]


@pytest.mark.both_browsers
def test_customers_see_the_logo_and_the_picture_behind_the_form(server, customer):
    logo, behind = keep(server, small_png((300, 60))), keep(server, photograph_without_notes())
    server.settings(contactForm={"logo": logo["image"], "background": behind["image"]})
    customer.open()
    page = customer.page
    expect(page.locator("room-bar .sign img")).to_be_visible()
    page.wait_for_function("document.querySelector('.backdrop')?.naturalWidth === 800")
    assert page.locator("room-bar .sign").bounding_box()["width"] == 120
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        settle(page)
        assert violations(page) == []
        # What is read stands on its own ground, whatever the picture.
        ground = page.locator("#app").evaluate("each => getComputedStyle(each).backgroundColor")
        assert ground.startswith("rgb("), ground


def photograph_without_notes():
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize((800, 600))
    Image.merge("RGB", (picture, picture.rotate(90).resize((800, 600)), picture)).save(out, "JPEG")
    return out.getvalue()


def test_on_a_phone_the_form_lies_on_its_own_ground(server, pages):
    behind = keep(server, photograph_without_notes())
    server.settings(contactForm={"background": behind["image"]})
    page = pages.new(viewport={"width": 390, "height": 844})
    page.goto(server.form)
    expect(page.get_by_label("Your question")).to_be_visible()
    for place in ("contact-form form", "room-bar"):
        ground = page.locator(place).evaluate("each => getComputedStyle(each).backgroundColor")
        assert ground.startswith("rgb("), (place, ground)
    assert page.locator("contact-form form").bounding_box()["y"] > 100
    assert layout_faults(page) == [] and violations(page) == []


def test_pictures_elsewhere_are_fetched_from_the_named_hosts_without_referrer(server, pages):
    server.settings(contactForm={"logo": ELSEWHERE.format("logo"), "background": ELSEWHERE.format("b")})
    page = pages.new()
    asked = []

    def answer(route):
        asked.append(route.request)
        route.fulfill(content_type="image/png", body=small_png())
    page.route("https://img.example.com/**", answer)
    page.goto(server.form)
    expect(page.locator("room-bar .sign img")).to_be_visible()
    page.wait_for_function("document.querySelector('.backdrop')?.naturalWidth === 64")
    assert len(asked) == 2
    assert not [each for each in asked if "referer" in each.headers]


def test_a_picture_that_does_not_come_leaves_the_initial_and_moves_nothing(server, pages):
    server.settings(contactForm={"logo": ELSEWHERE.format("logo"), "background": ELSEWHERE.format("b")})
    pages.allow("ERR_FAILED")
    page = pages.new(viewport={"width": 390, "height": 844})
    waiting = []
    page.route("https://img.example.com/**", lambda route: waiting.append(route))
    page.goto(server.form, wait_until="commit")
    field = page.get_by_label("Your question")
    expect(field).to_be_visible()
    expect(page.locator("room-bar .sign")).to_be_visible()
    before = [field.bounding_box(), page.locator("room-bar .title").bounding_box()]
    page.wait_for_timeout(200)
    for route in waiting:
        route.abort()
    expect(page.locator(".backdrop")).to_have_count(0)
    expect(page.locator("room-bar .sign img")).to_have_count(0)
    assert page.locator("room-bar .sign").inner_text().strip() != ""
    expect(page.locator("room-bar .sign span")).to_be_visible()
    assert before == [field.bounding_box(), page.locator("room-bar .title").bounding_box()]
