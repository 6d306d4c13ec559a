"""The console's screens of rooms and their settings."""

from playwright.sync_api import Page, expect

from editor import Editor, room_of
from screens.console import consoles
from screens.known import setting_groups
from screens.listing import listed_elsewhere
from screens.stage import Stage

listed_elsewhere("console", "the customer's page as a preview", route="console/preview", where="test_room_settings.py")


def room_list(stage: Stage) -> Page:
    page = stage.open_console("/rooms")
    expect(page.locator("copy-link").first).to_be_visible()
    return page


@consoles("rooms", "rooms.headline", "rooms.settings", route="console/rooms")
def rooms(stage: Stage) -> Page:
    return room_list(stage)


@consoles("new room", "rooms.name", route="console/rooms")
def new_room(stage: Stage) -> Page:
    room_list(stage)
    page = stage.press("rooms.new")
    expect(page.locator("room-name")).to_be_visible()
    return page


@consoles("who serves a room", "rooms.whoServes", route="console/rooms")
def who_serves(stage: Stage) -> Page:
    page = room_list(stage)
    page.locator("room-card button").get_by_text(stage.say("rooms.who"), exact=True).click()
    expect(page.locator("room-agents input[type=checkbox]").first).to_be_visible()
    return page


@consoles("delete a room?", "rooms.deleteAsk", route="console/rooms")
def delete_room(stage: Stage) -> Page:
    room = stage.server.call("POST", "rooms", {"name": "W" * 60})
    stage.undo.append(lambda: stage.server.call("DELETE", f"rooms/{room['id']}"))
    page = room_list(stage)
    page.locator("room-card button").get_by_text(stage.say("rooms.delete"), exact=True).click()
    return page


@consoles("many rooms, one sought", "rooms.found", route="console/rooms")
def sought(stage: Stage) -> Page:
    page = stage.aside()
    room = stage.server.call("GET", "rooms")["rooms"][0]
    found = [{**room, "id": f"{number:036}", "name": f"Room {number}"} for number in [19, *range(190, 200)]]
    page.route("**/console/api/rooms?*", lambda route: route.fulfill(json={
        "rooms": found, "found": len(found), "all": 200, "more": False}))
    stage.open_console("/rooms", page=page)
    page.locator("rooms-page .find").fill("19")
    expect(page.locator("room-card").first).to_be_visible()
    return page


@consoles("a room's groups", "group.links", route="console/rooms/:id")
def groups(stage: Stage) -> Page:
    return edited(stage, "").page


def edited(stage: Stage, group: str) -> Editor:
    """The settings of GENERAL, and no draft afterwards."""
    room = room_of(stage.server)
    stage.undo.append(lambda: drop_draft(stage))
    page = stage.open_console(f"/rooms/{room}/{group}".rstrip("/"))
    expect(page.locator("draft-bar .state")).not_to_be_empty()
    page.frame_locator("room-preview iframe").locator("room-bar").wait_for(state="attached")
    return Editor(page, stage.server)


def drop_draft(stage: Stage) -> None:
    room = room_of(stage.server)
    draft = stage.server.call("GET", f"rooms/{room}/draft")
    if draft["scheduled"]:
        draft = stage.server.call("DELETE", f"rooms/{room}/schedule")
    if draft["changes"]:
        stage.server.call("DELETE", f"rooms/{room}/draft?revision={draft['revision']}")


def list_group(name: str) -> None:
    shows = [f"group.{name}", f"group.{name}.what"]

    @consoles(f"a room's settings, {name}", *shows, route=f"console/rooms/:id/{name}")
    def group(stage: Stage) -> Page:
        return edited(stage, name).page


for each in setting_groups():
    list_group(each)


@consoles("a room's links", "links.number", "links.private", "links.notConnected",
          route="console/rooms/:id/links")
def links(stage: Stage) -> Page:
    agents = stage.server.call("GET", "agents")["agents"]
    room = room_of(stage.server)
    stage.server.call("POST", f"rooms/{room}/private-links", {"agent": agents[0]["id"]})
    page = edited(stage, "links").page
    expect(page.locator("private-links li").first).to_be_visible()
    expect(page.locator("room-links qr-code").first).to_be_visible()
    return page


@consoles("replace a room's links?", "links.renewAsk", "sure.no", route="console/rooms/:id/links")
def replace_links(stage: Stage) -> Page:
    page = links(stage)
    stage.button("links.renew", page.locator("room-links")).click()
    expect(page.locator("sure-ask dialog[open]")).to_be_visible()
    return page


@consoles("settings, changed and wrong", "settings.range", "settings.toDefault",
          route="console/rooms/:id/distribution")
def changed(stage: Stage) -> Page:
    editor = edited(stage, "distribution")
    editor.control("distribution.maxRounds").fill("3")
    editor.control("distribution.waitLimitSeconds").fill("5")
    editor.control("distribution.desktopRingSeconds").fill("9999")
    expect(editor.changes).to_be_visible()
    expect(editor.page.locator("setting-row .finding p")).to_be_visible()
    return editor.page


@consoles("settings, a colour that is corrected", "finding.colourCorrected",
          route="console/rooms/:id/contactForm")
def corrected(stage: Stage) -> Page:
    editor = edited(stage, "contactForm")
    editor.control("contactForm.colour").check()
    editor.page.locator(".digits [type=text]").last.fill("#f5de74")
    expect(editor.page.locator(".correction")).to_be_visible()
    return editor.page


def opened(stage: Stage) -> Editor:
    editor = edited(stage, "contactForm")
    editor.control("contactForm.header").fill("A headline that goes on for a while " * 3)
    editor.control("contactForm.chatButton").uncheck()
    editor.control("contactForm.letterButton").uncheck()
    expect(editor.page.locator("settings-groups .changed:visible, .restore button:enabled").first).to_be_attached()
    editor.page.wait_for_timeout(600)
    editor.changes.click()
    expect(editor.sheet).to_be_visible()
    return editor


@consoles("publish?", "publish.publish", "publish.discard", "finding.nothingToPress",
          route="console/rooms/:id/contactForm")
def publish(stage: Stage) -> Page:
    return opened(stage).page


@consoles("publish, when?", "publish.when", route="console/rooms/:id/contactForm")
def publish_when(stage: Stage) -> Page:
    page = opened(stage).page
    stage.button("publish.schedule").click()
    expect(page.locator("publish-sheet .plan")).to_be_visible()
    return page


@consoles("settings, planned", "settings.planned", route="console/rooms/:id/contactForm")
def planned(stage: Stage) -> Page:
    page = publish_when(stage)
    page.locator("publish-sheet .plan button").click()
    expect(page.locator("draft-bar .planned")).to_be_visible()
    return page


@consoles("settings, changed meanwhile", "settings.changedMeanwhile", route="console/rooms/:id/contactForm")
def meanwhile(stage: Stage) -> Page:
    stage.pages.allow("409 (Conflict)")
    editor = edited(stage, "contactForm")
    room = room_of(stage.server)
    draft = stage.server.call("GET", f"rooms/{room}/draft")
    change = {"phones": {"agentRole": "Doctor"}, "contactForm": {"companyName": "Acme Boats"}}
    stage.server.call("PATCH", f"rooms/{room}/draft", {"revision": draft["revision"], "settings": change})
    editor.control("contactForm.header").fill("Ahoy!")
    expect(editor.page.locator("draft-bar .meanwhile")).to_be_visible()
    return editor.page


def look(page: Page) -> None:
    if page.locator("room-preview").is_hidden():
        page.locator("room-page .look").click()
    expect(page.locator("room-preview")).to_be_visible()


@consoles("a room's preview", "preview.headline", "preview.chatting",
          route="console/rooms/:id/contactForm", narrow=look)
def preview(stage: Stage) -> Page:
    editor = edited(stage, "contactForm").shows("chatting")
    editor.page.frame_locator("room-preview iframe").locator("customer-phone").wait_for()
    return editor.page


@consoles("a room's versions", "history.version", "history.live", "history.edited",
          route="console/rooms/:id/history")
def versions(stage: Stage) -> Page:
    stage.settings(contactForm={"header": "Ahoy! " * 10}, phones={"agentRole": "Doctor"})
    page = edited(stage, "history").page
    page.locator("room-history summary").first.click()
    return page
