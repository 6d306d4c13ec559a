"""The list of rooms: made, copied, named, deleted, exported and imported, also where there are many."""

import json
import sqlite3

import pytest
from playwright.sync_api import expect

from editor import Editor, room_of
from server import Server
from test_access import sound
from test_images import fetched, keep, small_png


@pytest.fixture
def editor(pages, server):
    return Editor(pages.new(), server)


def names(server) -> list[str]:
    return [room["name"] for room in server.call("GET", "rooms")["rooms"]]


def test_a_room_is_made_copied_named_and_deleted(server, editor, pages):
    pages.allow("409 (Conflict)")
    server.settings(contactForm={"header": "Ahoy!"})
    page = editor.list().page
    page.get_by_role("button", name="New room").click()
    page.get_by_label("Name of the room").fill("GENERAL")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A room with this name exists already.")).to_be_visible()
    page.get_by_label("Name of the room").fill("Repairs")
    page.keyboard.press("Enter")
    expect(editor.card("Repairs").get_by_role("link", name="Settings: Repairs")).to_be_focused()
    editor.card("GENERAL").get_by_role("button", name="Duplicate").click()
    expect(page.get_by_label("Name of the copy")).to_have_value("GENERAL copy")
    page.keyboard.press("Enter")
    expect(editor.card("GENERAL copy")).to_be_visible()
    copied = server.call("GET", f"rooms/{room_of(server, 'GENERAL copy')}/settings")
    assert copied["settings"]["contactForm"]["header"] == "Ahoy!"
    editor.card("GENERAL copy").get_by_role("button", name="Rename").click()
    page.get_by_label("New name").fill("Sales")
    page.keyboard.press("Enter")
    expect(editor.card("Sales")).to_be_visible()
    editor.card("Sales").get_by_role("button", name="Delete").click()
    expect(editor.card("Sales").get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(editor.card("Sales").get_by_role("button", name="Delete: Sales")).to_be_focused()
    page.keyboard.press("Enter")
    editor.card("Sales").get_by_role("button", name="Delete the room").click()
    expect(editor.card("Sales")).to_have_count(0)
    assert names(server) == ["GENERAL", "Repairs"]
    for act in ("Rename", "Delete"):
        expect(editor.card("GENERAL").get_by_role("button", name=act)).to_have_count(0)


def test_a_room_with_an_open_chat_is_kept(server, editor, customer, pages):
    pages.allow("409 (Conflict)")
    room = server.call("POST", "rooms", {"name": "Busy"})
    server.token = room["token"]
    customer.ask()
    editor.list()
    card = editor.card("Busy")
    card.get_by_role("button", name="Delete").click()
    card.get_by_role("button", name="Delete the room").click()
    expect(card.get_by_text("A chat is open in this room.")).to_be_visible()
    assert "Busy" in names(server)


def test_who_serves_a_room(server, editor):
    page = editor.list().page
    card = editor.card("GENERAL")
    before = server.call("GET", "rooms")["rooms"][0]["agents"]
    card.get_by_role("button", name="Agents").click()
    box = page.locator("room-agents").get_by_role("checkbox").first
    expect(box).to_be_visible()
    box.uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("room-agents")).to_have_count(0)
    assert len(server.call("GET", "rooms")["rooms"][0]["agents"]) == len(before) - 1


def test_many_rooms_are_found_by_their_names(server, editor):
    for number in range(60):
        server.call("POST", "rooms", {"name": f"Room {number:02}"})
    page = editor.list().page
    expect(page.get_by_text("61 rooms")).to_be_visible()
    expect(page.locator("room-card")).to_have_count(30)
    page.get_by_role("button", name="Show 30 more").click()
    expect(page.locator("room-card")).to_have_count(60)
    page.get_by_label("Find a room").fill("room 5")
    expect(page.get_by_text("15 of 61 rooms")).to_be_visible()
    expect(page.locator("room-card")).to_have_count(15)
    page.get_by_label("Find a room").fill("nothing")
    expect(page.get_by_text("0 of 61 rooms")).to_be_visible()
    sound(page, "nothing found")


def test_ten_thousand_rooms_do_not_slow_the_list(server, editor):
    add_rooms(server, 9_999)
    page = editor.page
    page.goto(f"{server.url}/console/rooms")
    expect(page.get_by_text("10,000 rooms")).to_be_visible()
    expect(page.locator("room-card")).to_have_count(30)
    told = []
    page.on("response", lambda answer: told.append(answer) if "/api/rooms" in answer.url else None)
    page.get_by_label("Find a room").fill("09998")
    expect(page.locator("room-card")).to_have_count(1)
    expect(page.get_by_text("1 of 10,000 rooms")).to_be_visible()
    # The one that was found, not ten thousand.
    assert [len(answer.json()["rooms"]) for answer in told] == [1]
    page.get_by_label("Find a room").fill("")
    expect(page.get_by_text("10,000 rooms")).to_be_visible()
    page.get_by_role("button", name="Show 30 more").click()
    expect(page.locator("room-card")).to_have_count(60)
    assert [len(answer.json()["rooms"]) for answer in told] == [1, 30, 30]


def add_rooms(server, count):
    """Rooms that would take minutes over the wire, as the server stores them."""
    server.stop()
    with sqlite3.connect(server.data / "foyer.sqlite") as rows:
        [general] = rows.execute("SELECT id, company_id FROM room")
        for number in range(count):
            room = f"01900000-0000-7000-8000-{number:012x}"
            rows.execute(
                "INSERT INTO room (id, company_id, name, token, settings_version, created_at_ms) VALUES (?, ?, ?, ?, 1, 0)",
                (room, general[1], f"Room {number:05}", f"stored-room-{number:020}"))
            rows.execute(
                "INSERT INTO room_settings (room_id, version, settings, published_at_ms)"
                " SELECT ?, 1, settings, 0 FROM room_settings WHERE room_id = ? AND version = 1", (room, general[0]))
    server.start()


def test_a_room_goes_from_one_company_to_another(server, editor, pages, tmp_path):
    picture = keep(server, small_png())["image"]
    server.settings(contactForm={"header": "Ahoy!", "theme": "brick", "logo": picture})
    with editor.list().page.expect_download() as download:
        editor.card("GENERAL").get_by_role("button", name="Export").click()
    path = tmp_path / download.value.suggested_filename
    assert path.name == "foyer-GENERAL.json"
    download.value.save_as(path)
    folder = tmp_path / "other"
    folder.mkdir()
    other = Server(folder).start()
    try:
        there = Editor(pages.new(), other).list()
        there.page.locator("input[type=file]").set_input_files(path)
        there.page.get_by_label("Name of the room").fill("Brought along")
        there.page.keyboard.press("Enter")
        expect(there.card("Brought along")).to_be_visible()
        settings = other.call("GET", f"rooms/{room_of(other, 'Brought along')}/settings")["settings"]
        form = settings["contactForm"]
        assert (form["header"], form["theme"], form["logo"]) == ("Ahoy!", "brick", picture)
        assert fetched(other, picture) == fetched(server, picture)
        path.write_text(json.dumps({"hello": 1}))
        there.page.locator("input[type=file]").set_input_files(path)
        expect(there.page.get_by_text("This file is not an exported room.")).to_be_visible()
        there.page.context.close()
    finally:
        other.stop()
