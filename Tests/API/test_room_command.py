"""`foyer room` as docs/operations.md tells it, against a running server."""

import os
import subprocess

from server import binary


def foyer_room(server, token: str, *words: str) -> subprocess.CompletedProcess:
    """Run with the administrator's token in the environment, as an operator does."""
    return subprocess.run([binary(), "room", *words, "--server", server.url], capture_output=True, text=True,
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
