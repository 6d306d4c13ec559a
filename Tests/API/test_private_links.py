"""PRIV-1 through the API: making a private link, asking through it, replacing it, taking it away."""

from customer import ask


def test_the_life_of_a_private_link(server, nobody, ana, ben):
    room = ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]
    me = {each["email"]: each["id"] for each in ana.ask("GET", "/api/agents").json["agents"]}[server.agents[1]["email"]]
    links = f"/api/rooms/{room}/private-links"

    first = ben.ask("POST", links, {"agent": me})
    assert first.status == 201
    made = first.json
    assert made["agent"] == me and made["answers"] is True
    assert made["contactForm"] == f"{server.url}/r/{made['token']}"
    assert made["voice"] == made["contactForm"] + "/voice"
    assert made["whatsApp"] == made["contactForm"] + "/whatsapp"
    assert ana.ask("GET", links).json == ben.ask("GET", links).json == {"privateLinks": [made]}

    entrance = nobody.ask("GET", f"/api/public/rooms/{made['token']}").json
    assert entrance["privateAgent"] == {"name": server.agents[1]["name"], "answers": True}
    assert nobody.ask("GET", f"/api/public/rooms/{server.token}").json["privateAgent"] is None
    assert ask(nobody, made["token"])[1].status == 201

    second = ben.ask("POST", links, {"agent": me}).json
    old = nobody.ask("GET", f"/api/public/rooms/{made['token']}")
    assert (old.status, old.code) == (410, "roomLinkReplaced")
    over = nobody.ask("GET", f"/api/public/rooms/{made['token']}?talking=yes").json
    assert over["company"] == entrance["company"]

    assert ben.ask("DELETE", f"{links}/{me}").status == 204
    ended = nobody.ask("GET", f"/api/public/rooms/{second['token']}")
    assert (ended.status, ended.code) == (410, "roomLinkEnded")
    assert nobody.ask("GET", f"/r/{second['token']}").status == 410
    assert nobody.ask("POST", f"/api/public/rooms/{second['token']}/challenge", {}).code == "roomLinkEnded"
    assert nobody.ask("GET", f"/api/statistics/{second['token']}").status == 404
    assert ben.ask("DELETE", f"{links}/{me}").code == "notFound"


def test_nobody_gets_a_link_for_somebody_else(server, ana, ben):
    room = ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]
    chen = {each["email"]: each["id"] for each in ana.ask("GET", "/api/agents").json["agents"]}[server.agents[2]["email"]]
    refused = ben.ask("POST", f"/api/rooms/{room}/private-links", {"agent": chen})
    assert (refused.status, refused.code) == (403, "administratorsOnly")
    assert ana.ask("POST", f"/api/rooms/{room}/private-links", {"agent": chen}).status == 201
    other = ana.ask("POST", "/api/rooms", {"name": "Quiet"}).json["id"]
    refused = ana.ask("POST", f"/api/rooms/{other}/private-links", {"agent": chen})
    assert (refused.status, refused.code, refused.field) == (400, "fieldInvalid", "agent")


def test_a_way_is_a_page_and_another_word_is_none(server, nobody):
    for way in ("voice", "video", "whatsapp"):
        assert nobody.ask("GET", f"/r/{server.token}/{way}").status == 200
    assert nobody.ask("GET", "/r/nosuchroom/voice").status == 404
    assert nobody.ask("GET", f"/r/{server.token}/smoke").code == "notFound"
