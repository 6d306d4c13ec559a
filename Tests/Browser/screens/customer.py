"""The customer's screens."""

from playwright.sync_api import Page, expect

from screens.listing import listed_elsewhere, screen
from screens.stage import Stage

BLOCKED = """
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
"""
ROUTE = "r/:token"


def customers(name: str, *shows: str):
    return screen("customer", name, *shows, route=ROUTE)


@customers("form", "form.headline")
def form(stage: Stage) -> Page:
    return stage.open_form()


@customers("form with errors", "form.headline", "form.errorEmailForLetter")
def form_with_errors(stage: Stage) -> Page:
    stage.open_form()
    return stage.press("form.letterOr")


OWN_FIELDS = [
    {"key": "order", "kind": "text", "label": "Order number", "mandatory": True},
    {"key": "about", "kind": "choice", "label": "What is it about, " + "w" * 90, "choices": ["Delivery", "Price"], "mandatory": True},
    {"key": "urgent", "kind": "checkBox", "label": "It is urgent"},
    {"key": "terms", "kind": "consent", "label": "I accept the terms, and that my answers are kept for as long as the law asks"},
]


@customers("form with own fields", "form.headline", "form.errorChoose", "form.errorTick")
def form_with_own_fields(stage: Stage) -> Page:
    stage.settings(contactForm={"customFields": OWN_FIELDS})
    stage.open_form()
    return stage.press("form.chat")


@customers("form whose link was replaced", "replaced.body")
def form_closed(stage: Stage) -> Page:
    stage.pages.allow("410 (Gone)")
    page = stage.aside()
    gone = {"code": "roomLinkReplaced", "message": "This link was replaced by a new one."}
    page.route("**/changes?*", lambda route: route.fulfill(status=410, json=gone))
    stage.open_form(page)
    expect(page.locator("contact-form .said")).not_to_be_empty()
    return page


@customers("form for letters only", "form.headline", "form.subLetter")
def form_for_letters(stage: Stage) -> Page:
    stage.settings(contactForm={"chatButton": False})
    return stage.open_form()


@customers("form with nothing to send", "form.subOff")
def form_off(stage: Stage) -> Page:
    stage.settings(contactForm={"chatButton": False, "letterButton": False})
    return stage.open_form()


@customers("form without network", "form.retrying")
def form_without_network(stage: Stage) -> Page:
    page = stage.aside()
    page.route("**/api/public/rooms/*/challenge", lambda route: route.abort("internetdisconnected"))
    return stage.ask_here(page=page)


@customers("nobody is free", "wait.nobody", "wait.next")
def nobody_free(stage: Stage) -> Page:
    page = stage.ask_here("My order has not come. " * 12)
    expect(page.get_by_role("heading", name=stage.say("wait.nobody"))).to_be_visible()
    return page


@customers("ringing", "wait.ringing", "wait.next")
def ringing(stage: Stage) -> Page:
    stage.ben.ready()
    page = stage.ask_here()
    expect(page.locator("waiting-room .ringing")).to_be_visible()
    return page


@customers("ringing in a role", "wait.ringingRole", "wait.ringingCount")
def ringing_in_a_role(stage: Stage) -> Page:
    stage.settings(phones={"agentRole": "Doctor"})
    return ringing(stage)


@customers("ringing at the agent of before", "wait.lastRinging", "wait.askAll")
def ringing_at_the_agent_of_before(stage: Stage) -> Page:
    page = stage.pretend(nobodyFree=False, ringing=1, place=1, lastAgent={"name": "Ben", "busy": False})
    expect(page.locator("waiting-room .ringing")).to_be_visible()
    return page


@customers("waiting for the agent of before", "wait.lastBusy", "wait.askAll")
def waiting_for_the_agent_of_before(stage: Stage) -> Page:
    return stage.pretend(nobodyFree=False, ringing=0, place=2, lastAgent={"name": "Ben", "busy": True})


@customers("in line", "wait.queue", "wait.place")
def in_line(stage: Stage) -> Page:
    page = stage.pretend(nobodyFree=False, ringing=0, place=12)
    expect(page.locator("waiting-room")).to_be_visible()
    return page


@customers("in line in a role", "wait.queueRole", "wait.place")
def in_line_in_a_role(stage: Stage) -> Page:
    page = stage.pretend(nobodyFree=False, ringing=0, place=3, agentRole="Doctor")
    expect(page.locator("waiting-room")).to_be_visible()
    return page


@customers("waiting without connection", "wait.cut")
def waiting_cut(stage: Stage) -> Page:
    page = ringing(stage)
    page.context.set_offline(True)
    expect(page.get_by_role("heading", name=stage.say("wait.cut"))).to_be_visible()
    return page


@customers("phone", "phone.previewOn")
def phone(stage: Stage) -> Page:
    page = stage.talk_here()
    stage.ben.write("It left on Monday. See https://example.com/track?id=" + "9" * 60)
    page.locator("chat-composer textarea").fill("A long word: " + "x" * 300)
    page.keyboard.press("Enter")
    stage.ben.write("Fine.\nThank you.")
    stage.ben.type("Is there anything el")
    expect(page.locator("peer-preview .words")).not_to_be_empty()
    return page


@customers("form where nothing is kept", "form.notKept")
def form_not_kept(stage: Stage) -> Page:
    page = stage.aside()
    page.add_init_script(BLOCKED)
    return stage.open_form(page)


@customers("form that is refused", "form.failed")
def form_refused(stage: Stage) -> Page:
    stage.pages.allow("413 (Content Too Large)")
    stage.pages.allow("413 (Payload Too Large)")
    page = stage.aside()
    page.route("**/api/public/rooms/*/chats", lambda route: route.fulfill(
        status=413, json={"code": "bodyTooLong", "message": "Too long."}))
    return stage.ask_here(page=page)


@customers("a letter while waiting", "wait.letterSub", "wait.letterSend", "wait.letterBack")
def letter_while_waiting(stage: Stage) -> Page:
    nobody_free(stage)
    return stage.press("wait.letter")


@customers("phone, what came meanwhile", "transcript.new", "transcript.newBelow")
def news(stage: Stage) -> Page:
    page = stage.talk_here()
    stage.ben.write("line\n" * 60)
    expect(page.locator("chat-transcript .body").last).to_contain_text("line")
    page.locator("chat-transcript .scroller").evaluate("place => place.scrollTo(0, 0)")
    expect(page.locator("chat-transcript .below")).to_be_visible()
    stage.ben.write("One more thing")
    return page


@customers("phone, the server is away", "link.lost")
def server_lost(stage: Stage) -> Page:
    stage.pages.allow("WebSocket")
    page = stage.aside()
    sockets = []

    def between(socket):
        sockets.append(socket)
        # The first talks with the server, the next ones with nobody.
        if len(sockets) == 1:
            socket.connect_to_server()
    page.route_web_socket("**/ws/customer", between)
    stage.ben.ready()
    stage.ask_here(page=page)
    stage.ben.answer_next()
    expect(page.locator("customer-phone")).to_be_visible()
    sockets[0].close(code=1012)
    expect(page.locator("link-bar [role=status]")).not_to_be_empty()
    return page


@customers("phone, end?", "phone.endAsk")
def end_ask(stage: Stage) -> Page:
    stage.talk_here()
    return stage.press("phone.end")


@customers("phone, reconnecting", "link.offline")
def reconnecting(stage: Stage) -> Page:
    page = stage.talk_here()
    page.context.set_offline(True)
    expect(page.locator("link-bar [role=status]")).not_to_be_empty()
    page.locator("chat-composer textarea").fill("Written without a network")
    page.keyboard.press("Enter")
    return page


@customers("phone, the agent is away", "phone.awayNow")
def agent_away(stage: Stage) -> Page:
    page = stage.talk_here()
    stage.ben.close()
    stage.undo.append(stage.ben_comes_back)
    expect(page.locator("link-bar [role=status]")).not_to_be_empty()
    return page


@customers("phone without text", "phone.noText")
def without_text(stage: Stage) -> Page:
    stage.settings(phones={"textButton": {"customer": False}})
    return stage.talk_here()


@customers("phone, waiting again", "event.waitsAgainCustomer")
def waiting_again(stage: Stage) -> Page:
    stage.settings(phones={"lostConnectionSeconds": 5})
    page = stage.talk_here()
    stage.ben.write("One moment")
    stage.ben.close()
    stage.undo.append(stage.ben_comes_back)
    expect(page.locator("customer-phone .strong")).to_be_visible(timeout=15_000)
    return page


@customers("ended by the customer", "ended.you")
def ended_by_the_customer(stage: Stage) -> Page:
    end_ask(stage)
    return stage.press("phone.endYes")


@customers("ended by the agent", "ended.agent", "ended.continue")
def ended_by_the_agent(stage: Stage) -> Page:
    page = stage.talk_here()
    page.locator("chat-composer textarea").fill("half a sent")
    stage.ben.hang_up()
    expect(page.locator("chat-composer")).to_have_count(0)
    return page


@customers("going on", "transcript.continued")
def going_on(stage: Stage) -> Page:
    ended_by_the_agent(stage)
    stage.ben.clear()
    stage.ben.ready()
    page = stage.press("ended.continue")
    stage.ben.answer_next()
    expect(page.locator(".continued")).to_be_visible()
    return page


@customers("what was not sent", "mark.refused", "ended.agent")
def not_sent(stage: Stage) -> Page:
    page = reconnecting(stage)
    stage.ben.hang_up()
    page.context.set_offline(False)
    expect(page.locator(".mark[data-mark=refused]")).to_be_visible(timeout=20_000)
    return page


def over(stage: Stage, **changed) -> Page:
    page = stage.pretend(**changed)
    expect(page.locator("plain-notice, customer-phone")).to_be_visible()
    return page


@customers("ended by a lost connection", "ended.customerLost", "ended.continueWith")
def ended_lost(stage: Stage) -> Page:
    return over(stage, state="ended", endReason="customerLost", agent={"name": "Ben"})


@customers("cancelled", "ended.cancelled")
def cancelled(stage: Stage) -> Page:
    return over(stage, state="abandoned", endReason="cancelled")


@customers("lost while waiting", "ended.abandonedLost")
def abandoned(stage: Stage) -> Page:
    return over(stage, state="abandoned", endReason="customerLost")


@customers("unanswered", "ended.waitLimit")
def unanswered(stage: Stage) -> Page:
    return over(stage, state="unanswered", endReason="waitLimit")


@customers("letter sent", "letter.headline", "letter.body")
def letter_sent(stage: Stage) -> Page:
    page = stage.open_form()
    page.locator("contact-form [name=email]").fill("mei@example.com")
    page.locator("contact-form [name=question]").fill("Please write to me.")
    stage.button("form.letterOr").click()
    expect(page.locator("plain-notice")).to_be_visible()
    return page


@customers("unknown link", "gone.headline")
def unknown_link(stage: Stage) -> Page:
    stage.pages.allow("404 (Not Found)")
    return stage.visit(f"{stage.server.url}/r/nosuchroom", "plain-notice")


@customers("old link", "replaced.headline")
def old_link(stage: Stage) -> Page:
    stage.pages.allow("410 (Gone)")
    room = stage.server.call("POST", "rooms", {"name": "OLD"})
    stage.undo.append(lambda: stage.server.call("DELETE", f"rooms/{room['id']}"))
    stage.server.call("POST", f"rooms/{room['id']}/token")
    return stage.visit(f"{stage.server.url}/r/{room['token']}", "plain-notice")


@customers("server away", "broken.headline")
def server_away(stage: Stage) -> Page:
    stage.pages.allow("ERR_CONNECTION")
    page = stage.aside()
    page.route("**/api/public/rooms/*", lambda route: route.abort("connectionrefused"))
    return stage.visit(stage.server.form, "plain-notice", page)


@customers("loading", "page.loading")
def loading(stage: Stage) -> Page:
    page = stage.aside()
    stage.ask_here(page=page)
    expect(page.locator("waiting-room")).to_be_visible()
    page.route_web_socket("**/ws/customer", lambda socket: None)
    page.reload()
    expect(page.locator("plain-notice")).to_be_visible()
    return page


def refused(stage: Stage, code: int) -> Page:
    page = stage.aside()
    stage.ask_here(page=page)
    expect(page.locator("waiting-room")).to_be_visible()
    stage.close_after(page, "**/ws/customer", '"t":"transcript"', code)
    page.reload()
    expect(page.locator("plain-notice")).to_be_visible()
    return page


@customers("not known any more", "stopped.headline")
def not_known(stage: Stage) -> Page:
    return refused(stage, 4500)


@customers("something went wrong", "stopped.wrong")
def wrong(stage: Stage) -> Page:
    return refused(stage, 4502)


@customers("menu", "menu.past")
def menu(stage: Stage) -> Page:
    page = stage.open_form()
    page.locator("bar-menu > button").click()
    expect(page.get_by_role("menu")).to_be_visible()
    return page


def by_menu(stage: Stage, key: str) -> Page:
    page = menu(stage)
    page.get_by_role("menuitem", name=stage.say(key)).click()
    return page


@customers("past chats, none", "past.headline", "past.none")
def no_past_chats(stage: Stage) -> Page:
    return by_menu(stage, "menu.past")


@customers("past chats", "past.headline")
def past_chats(stage: Stage) -> Page:
    for question in ("Where is my order? " * 10, "w" * 200):
        page = stage.talk_here(question)
        stage.ben.hang_up()
        expect(page.locator("chat-composer")).to_have_count(0)
        stage.ben.clear()
        page.evaluate("sessionStorage.clear(), Object.keys(localStorage).filter((key) =>"
                      " key.startsWith('foyer.chat.')).forEach((key) => localStorage.removeItem(key))")
    by_menu(stage, "menu.past")
    expect(page.locator("past-chats li")).to_have_count(2)
    return page


@customers("a past chat")
def past_chat(stage: Stage) -> Page:
    page = past_chats(stage)
    page.locator("past-chats li button").first.click()
    expect(page.locator("past-chats chat-transcript .body").first).to_be_visible()
    return page


@customers("forget?", "forget.ask")
def forget(stage: Stage) -> Page:
    return by_menu(stage, "menu.forget")


@customers("forgotten", "forget.done")
def forgotten(stage: Stage) -> Page:
    forget(stage)
    return stage.press("forget.yes")


listed_elsewhere(
    "customer", "chat in a window of its own", "elsewhere.headline", route=ROUTE, where="test_frames.py")
def private_room(stage: Stage) -> tuple[str, str, str]:
    """Of the second agent: the link, the room's id and the agent's."""
    room = stage.server.call("GET", "rooms")["rooms"][0]["id"]
    agents = {each["email"]: each["id"] for each in stage.server.call("GET", "agents")["agents"]}
    agent = agents[stage.server.agents[1]["email"]]
    link = stage.server.call("POST", f"rooms/{room}/private-links", {"agent": agent})["contactForm"]
    return link, room, agent


@customers("form of a private room", "form.headline", "private.under")
def private_form(stage: Stage) -> Page:
    link, *_ = private_room(stage)
    return stage.visit(link, "contact-form")


@customers("form of a private room whose agent has left", "private.nobodyLetter")
def private_form_left(stage: Stage) -> Page:
    link, room, agent = private_room(stage)
    agents = stage.server.call("GET", f"rooms/{room}")["agents"]
    stage.undo.append(lambda: stage.server.call("PATCH", f"rooms/{room}", {"agents": agents}))
    stage.server.call("PATCH", f"rooms/{room}", {"agents": [each for each in agents if each != agent]})
    return stage.visit(link, "contact-form")


@customers("private link taken away", "replaced.headline", "replaced.ended")
def private_link_ended(stage: Stage) -> Page:
    stage.pages.allow("410 (Gone)")
    link, room, agent = private_room(stage)
    stage.server.call("DELETE", f"rooms/{room}/private-links/{agent}")
    return stage.visit(link, "plain-notice")


@screen("customer", "voice link", "way.voiceHeadline", "way.form", route="r/:token/:way")
def voice_link(stage: Stage) -> Page:
    return stage.visit(stage.server.form + "/voice", "plain-notice")


@screen("customer", "video link", "way.videoHeadline", "way.form", route="r/:token/:way")
def video_link(stage: Stage) -> Page:
    return stage.visit(stage.server.form + "/video", "plain-notice")


@screen("customer", "WhatsApp link", "way.whatsAppHeadline", "way.form", route="r/:token/:way")
def whatsapp_link(stage: Stage) -> Page:
    return stage.visit(stage.server.form + "/whatsapp", "plain-notice")


@screen("customer", "number", "number.headline", "number.hint", route="number")
def number(stage: Stage) -> Page:
    return stage.visit(f"{stage.server.url}/number", "form")


@screen("customer", "number, wrong", "number.headline", "number.unknown", route="number")
def wrong_number(stage: Stage) -> Page:
    stage.pages.allow("422 (Unprocessable")
    page = number(stage)
    page.locator("input").fill("9999 9999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    return page
