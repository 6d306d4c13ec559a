"""The page for developers: every element in its states."""

import re

import pytest
from playwright.sync_api import expect

from screens.looks import LOOKS, SPACED, layout_faults, settle, violations
from server import ROOT

# Several doors stand on one page here, each with its own headline.
NOT_HERE = ("heading-order", "page-has-heading-one")


def open_components(server, pages, **options):
    page = pages.new(**options)
    pages.allow("401 (Unauthorized)")  # nobody is logged on: an idle desk asks for rooms in vain
    page.goto(f"{server.url}/console/components")
    expect(page.locator("components-page figure").first).to_be_visible()
    return page


def elements_of(folder):
    text = "\n".join(each.read_text() for each in (ROOT / "Web" / folder).glob("*.js"))
    return set(re.findall(r"customElements\.define\('([\w-]+)'", text))


def colour(page, name):
    return page.evaluate("(name) => getComputedStyle(document.documentElement).getPropertyValue(name)", name)


def test_every_element_of_both_sides_is_shown(empty_server, pages):
    page = open_components(empty_server, pages)
    shown = set(page.locator("figure").evaluate_all("all => all.map((each) => each.dataset.element)"))
    assert elements_of("shared/elements") - shown == set()
    main = {"ring-card", "status-switch", "chat-pane", "chat-lists", "facts-panel", "entry-card",
            "contact-form", "waiting-room", "customer-phone", "room-bar", "plain-notice",
            "setting-row", "draft-bar"}
    assert main - shown == set()
    for each in shown & (main | elements_of("shared/elements")):
        assert page.locator(f"figure[data-element={each}] {each}").count() > 0, each


def test_no_way_leads_there_and_it_needs_no_log_on(server, pages, ana):
    ana.log_on()
    assert ana.page.locator("a[href*=components]").count() == 0
    open_components(server, pages)


def test_scheme_direction_and_width_can_be_switched(empty_server, pages):
    page = open_components(empty_server, pages, viewport={"width": 1440, "height": 900})
    light = colour(page, "--surface")
    page.get_by_label("Scheme").select_option("dark")
    assert colour(page, "--surface") != light
    page.get_by_label("Scheme").select_option("light")
    assert colour(page, "--surface") == light
    page.get_by_label("Direction").select_option("rtl")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_label("Width").select_option("360")
    assert page.locator(".stage").first.bounding_box()["width"] == 360
    card = page.locator("entry-card .card").first
    assert card.evaluate("(each) => getComputedStyle(each).borderTopWidth") == "0px"
    page.get_by_label("Width").select_option("full")
    assert card.evaluate("(each) => getComputedStyle(each).borderTopWidth") == "1px"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_it_is_sound(empty_server, pages, look):
    page = pages.new(viewport=look.sizes[-1], **look.options)
    pages.allow("401 (Unauthorized)")
    if look.spaced:
        page.add_init_script(SPACED)
    page.goto(f"{empty_server.url}/console/components")
    expect(page.locator("components-page figure").first).to_be_visible()
    settle(page)
    faults = [each for each in violations(page) if not each.startswith(tuple(f"axe {no}" for no in NOT_HERE))]
    # Of what is typed only the end is shown, by choice.
    cut = [each for each in layout_faults(page) if not each.endswith("in span.tail")]
    assert not faults + cut, "\n".join(faults + cut)


def test_controls_keep_their_edges_in_high_contrast(empty_server, pages):
    page = open_components(empty_server, pages, forced_colors="active")
    for button in page.locator("figure[data-element=button] button").all():
        assert button.evaluate("(each) => getComputedStyle(each).borderTopStyle") == "solid"
    # The system draws check boxes and radio buttons by itself.
    for field in page.locator("figure input:not([type=checkbox], [type=radio]):visible").all():
        assert field.evaluate("(each) => getComputedStyle(each).borderTopWidth") != "0px"
    scan = page.locator("qr-code svg")
    assert scan.evaluate("(each) => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"


def test_what_moves_is_still_when_asked(empty_server, pages):
    page = open_components(empty_server, pages, reduced_motion="reduce")
    settle(page)
    running = page.evaluate("""() => document.getAnimations()
      .filter((each) => each.playState === 'running' && each.effect.getComputedTiming().iterations === Infinity)
      .map((each) => each.effect.target.outerHTML)""")
    assert running == []
