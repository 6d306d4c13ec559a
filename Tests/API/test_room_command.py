"""`foyer room` as docs/operations.md tells it, against a running server."""

import os
import subprocess

from server import binary


def foyer_room(server, token: str, *words: str) -> subprocess.CompletedProcess:
    """Run with the administrator's token in the environment, as an operator does."""
    return foyer(server, token, "room", *words)


def foyer(server, token: str, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([binary(), *words, "--server", server.url], capture_output=True, text=True,
                          timeout=20, env={**os.environ, "FOYER_TOKEN": token})


def test_settings_of_one_object_are_set_together(server, ana):
    token = ana.headers["Authorization"].removeprefix("Bearer ")
    told = foyer_room(server, token, "set", "GENERAL", "phones.agentRole=Doctor", "phones.maxChats=2",
                      "contactForm.email.mandatory=true")
    assert (told.returncode, told.stderr) == (0, "")
    room = ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]
    settings = ana.ask("GET", f"/api/rooms/{room}/settings").json["settings"]
    assert (settings["phones"]["agentRole"], settings["phones"]["maxChats"]) == ("Doctor", 2)
    assert settings["contactForm"]["email"]["mandatory"] is True


def test_what_is_no_setting_is_told_and_changes_nothing(server, ana):
    token = ana.headers["Authorization"].removeprefix("Bearer ")
    told = foyer_room(server, token, "set", "GENERAL", "phones.colour=red")
    assert (told.returncode, told.stderr) == (78, "foyer: phones.colour: There is no such field.\n")


def test_rooms_that_cannot_work_are_named(server, ana):
    token = ana.headers["Authorization"].removeprefix("Bearer ")
    before = foyer(server, token, "check-rooms", "GENERAL")
    told = foyer_room(server, token, "set", "GENERAL", "contactForm.colour=#ffee00", "contactForm.chatButton=false",
                      "contactForm.letterButton=false")
    assert told.returncode == 0, told.stderr
    after = foyer(server, token, "check-rooms", "GENERAL")
    assert after.returncode == 1, after
    assert "GENERAL\tcontactForm.chatButton\tChat and letter are both hidden: customers can do nothing here.\n" in after.stdout
    assert "GENERAL\tcontactForm.colour\tThis colour is hard to read: a darker one of its kind is shown.\n" in after.stdout
    for field in ("chatButton", "colour"):
        assert f"contactForm.{field}" not in before.stdout
        assert f"contactForm.{field}" in told.stdout
    mended = foyer_room(server, token, "set", "GENERAL", "contactForm.colour=", "contactForm.chatButton=true",
                        "contactForm.letterButton=true")
    assert mended.returncode == 0, mended.stderr
    assert foyer(server, token, "check-rooms", "GENERAL").stdout == before.stdout
    unknown = foyer(server, token, "check-rooms", "NOWHERE")
    assert unknown.returncode != 0 and "There is no room 'NOWHERE'." in unknown.stderr


def test_what_is_tried_out_is_told_and_not_published(server, ana):
    room = ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]
    before = ana.ask("GET", f"/api/rooms/{room}/settings").json
    change = {"contactForm": {"colour": "#ffffff", "header": "Ahoy"}}
    tried = ana.ask("PUT", f"/api/rooms/{room}/settings?tryOut=yes", change)
    assert tried.status == 200 and tried.json["settings"]["contactForm"]["header"] == "Ahoy"
    assert ("colourCorrected", "contactForm.colour") in [(each["rule"], each["field"]) for each in tried.json["findings"]]
    wrong = ana.ask("PUT", f"/api/rooms/{room}/settings?tryOut=yes", {"contactForm": {"theme": "gone"}})
    assert (wrong.status, wrong.json["field"]) == (400, "contactForm.theme")
    misspelt = ana.ask("PUT", f"/api/rooms/{room}/settings?tryOut=true", change)
    assert (misspelt.status, misspelt.json["field"]) == (400, "tryOut")
    other = ana.ask("PUT", f"/api/rooms/{room}/settings?tryout=yes", change)
    assert (other.status, other.json["field"]) == (400, "tryout")
    assert ana.ask("GET", f"/api/rooms/{room}/settings").json == before
