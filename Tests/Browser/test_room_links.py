"""The links of a room at the console: shown, caught by a camera, replaced, made private, taken away."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from editor import room_of
from people import Agent


def open_links(agent: Agent):
    agent.log_on()
    if agent.who is agent.server.agents[0]:
        agent.page.goto(f"{agent.server.url}/console/rooms/{room_of(agent.server)}/links")
    else:
        agent.page.get_by_role("link", name="Rooms").click()
        agent.page.locator("summary", has_text="All links").first.click()
    links = agent.page.locator("room-links").first
    expect(links.locator("private-links li").first).to_be_visible()
    return links


def read(block) -> str:
    """What a camera reads of a link's QR code."""
    if not block.locator("qr-code").is_visible():
        block.locator("summary").click()
    picture = Image.open(io.BytesIO(block.locator("qr-code svg").screenshot()))
    found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1
    return found[0].text


def test_every_link_is_text_and_a_code_that_a_camera_reads(server, ana):
    room = server.call("GET", "rooms")["rooms"][0]
    links = open_links(ana)
    shown = {}
    for block in links.locator(".links link-block").all():
        label = block.locator(".label").inner_text()
        shown[label] = block.locator("input").input_value()
        assert read(block) == shown[label], label
    assert list(shown.values()) == [
        room[name] for name in ("contactForm", "numberPage", "voice", "video", "whatsApp", "statistics", "statisticsDetails")]
    number = room["accessNumber"]
    expect(links.locator(".access-number")).to_have_text(f"{number[:4]} {number[4:]}")


def test_links_are_replaced_only_when_one_is_sure(server, pages, ana):
    before = server.call("GET", "rooms")["rooms"][0]
    links = open_links(ana)
    form = links.locator(".links link-block").first.locator("input")
    expect(form).to_have_value(before["contactForm"])
    links.get_by_role("button", name="Replace the links…").click()
    ana.page.get_by_role("button", name="Leave it").click()
    expect(form).to_have_value(before["contactForm"])
    links.get_by_role("button", name="Replace the links…").click()
    dialog = ana.page.locator("sure-ask dialog[open]")
    expect(dialog).to_contain_text("Replace all links of GENERAL and its access number?")
    dialog.get_by_role("button", name="Replace the links…").click()
    expect(links.get_by_text("Replaced.")).to_be_visible()
    after = server.call("GET", "rooms")["rooms"][0]
    assert after["token"] != before["token"] and after["accessNumber"] != before["accessNumber"]
    expect(form).to_have_value(after["contactForm"])
    assert read(links.locator(".links link-block").first) == after["contactForm"]


def test_an_administrator_makes_replaces_and_takes_away_private_links(server, ana):
    links = open_links(ana)
    name = server.agents[1]["name"]
    row = links.locator("private-links .private", has_text=name)
    row.get_by_role("button", name=f"Make a private link for {name}").click()
    first = row.locator("input").input_value()
    assert read(row.locator("link-block")) == first
    row.get_by_role("button", name=f"Replace the private link of {name}").click()
    ana.page.locator("dialog[open]").get_by_role("button", name="Replace…").click()
    expect(row.locator("input")).not_to_have_value(first)
    row.get_by_role("button", name=f"Take the private link of {name} away").click()
    ana.page.locator("dialog[open]").get_by_role("button", name="Take away…").click()
    expect(row.locator("input")).to_have_count(0)
    room = server.call("GET", "rooms")["rooms"][0]["id"]
    assert server.call("GET", f"rooms/{room}/private-links")["privateLinks"] == []


def test_an_agent_has_the_own_private_link_only_and_replaces_no_room_link(server, ben):
    links = open_links(ben)
    expect(links.locator("private-links .private")).to_have_count(1)
    expect(links.get_by_role("button", name="Replace the links…")).to_be_hidden()
    links.get_by_role("button", name=f"Make a private link for {server.agents[1]['name']}").click()
    expect(links.locator("private-links input")).to_be_visible()
