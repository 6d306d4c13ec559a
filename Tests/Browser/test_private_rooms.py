"""PRIV-1, seen by people: a private link rings one agent only."""

from playwright.sync_api import expect

from people import Agent, Customer


def private_link(server, number: int) -> str:
    room = server.call("GET", "rooms")["rooms"][0]["id"]
    agents = {each["email"]: each["id"] for each in server.call("GET", "agents")["agents"]}
    made = server.call("POST", f"rooms/{room}/private-links", {"agent": agents[server.agents[number]["email"]]})
    return made["contactForm"]


def test_a_private_link_rings_one_agent_only(pages, server, ana: Agent, ben: Agent):
    link = private_link(server, 1)
    ana.log_on()
    ben.log_on()
    mei = Customer(pages.new(), server)
    mei.page.goto(link)
    expect(mei.page.locator("room-bar")).to_contain_text(f"{server.agents[1]['name']}’s private room")
    mei.fill(name="Mei", question="Only you, please.")
    mei.page.get_by_role("button", name="Start the chat").click()
    expect(mei.page.get_by_role("heading", name="Ringing 1 agent")).to_be_visible()
    expect(ben.ring).to_contain_text("Only you, please.")
    expect(ben.ring).to_contain_text("It is your private room")
    expect(ana.ring).to_have_count(0)
    ben.answer()
    expect(mei.page.locator("customer-phone")).to_be_visible()

    # A reload finds the chat again through the same link, also when it is no longer used.
    room = server.call("GET", "rooms")["rooms"][0]["id"]
    agent = server.call("GET", f"rooms/{room}/private-links")["privateLinks"][0]["agent"]
    server.call("DELETE", f"rooms/{room}/private-links/{agent}")
    pages.allow("410 (Gone)")
    mei.page.reload()
    expect(mei.page.locator("customer-phone")).to_be_visible()
    ben.write("Here I am.")
    expect(mei.page.locator("customer-phone")).to_contain_text("Here I am.")

    other = Customer(pages.new(), server)
    other.page.goto(link)
    expect(other.page.get_by_role("heading", name="This link is no longer used")).to_be_visible()
    expect(other.page.locator("plain-notice")).to_contain_text("This was a link of Acme Care.")


def test_an_agent_who_has_left_answers_nothing_there_but_letters_are_taken(pages, server, ana: Agent):
    link = private_link(server, 1)
    room = server.call("GET", "rooms")["rooms"][0]
    agents = {each["email"]: each["id"] for each in server.call("GET", "agents")["agents"]}
    left = agents[server.agents[1]["email"]]
    mei = Customer(pages.new(), server)
    mei.page.goto(link)
    mei.fill(name="Mei", email="mei@example.com", question="Are you there?")
    server.call("PATCH", f"rooms/{room['id']}", {"agents": [each for each in room["agents"] if each != left]})
    pages.allow("409 (Conflict)")
    mei.page.get_by_role("button", name="Start the chat").click()
    name = server.agents[1]["name"]
    expect(mei.page.locator("contact-form")).to_contain_text(f"{name} no longer answers here.")
    expect(mei.page.get_by_label("Your question")).to_have_value("Are you there?")
    mei.page.get_by_role("button", name="Leave a letter").click()
    expect(mei.page.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    ana.log_on()
    ana.page.get_by_role("link", name="Letters").click()
    expect(ana.page.locator("letters-page .card").first).to_contain_text(f"for {name}")
