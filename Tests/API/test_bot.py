"""docs/examples/bot.py against a real server and a real customer: killed connections lose and double nothing."""

import asyncio
import random
import subprocess
import sys
from contextlib import contextmanager

import pytest
from client import Client
from contract import ROOT
from customer import ask
from server import Server
from sockets import opened, ringing
from wire import Wire

BOT = ROOT / "docs/examples/bot.py"
GREETING = "You talk with a bot."
OPEN = "We are open Monday to Friday, 9 to 18."
DELIVERY = "Delivery takes two to three days."
HAND_OVER = "I do not know that. It needs a colleague: write your e-mail address here, and a person will answer you."


@pytest.fixture
def house(tmp_path, contract):
    """A server whose only agent at work is the bot."""
    server = Server(tmp_path).start()
    bot = Client(server, contract).log_on(server.agents[1])
    bot.ask("PUT", "/api/me", {"name": "Bot", "greeting": GREETING})
    yield server
    server.stop()


@contextmanager
def running(server: Server, url: str | None = None):
    who = server.agents[1]
    bot = subprocess.Popen([sys.executable, BOT, url or server.url, who["email"], who["password"]],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield bot
    finally:
        if bot.poll() is None:
            bot.kill()
        bot.wait()


def end(bot: subprocess.Popen) -> None:
    bot.terminate()
    printed, _ = bot.communicate(timeout=10)
    assert (bot.returncode, printed) == (0, "")


class Asker:
    """A customer who reads until the words are there, across as many connections as it takes."""

    def __init__(self, server: Server, contract, question: str, name: str = "Mei"):
        self.server = server
        sent, asked = ask(Client(server, contract), server.token, name=name, question=question)
        self.token, self.chat, self.entries = sent["customer"], asked.json["chat"], {}

    @property
    def said(self) -> list[tuple[str, str]]:
        return [(entry["from"], entry["body"]) for _, entry in sorted(self.entries.items()) if entry["kind"] == "text"]

    async def hears(self, text: str, *say: str, times: int = 1) -> None:
        """Says something, and listens until a bot's text is there so many times."""
        async with opened(self.server, "customer", room=self.server.token, token=self.token) as socket:
            for number, body in enumerate(say):
                cid = f"{len(self.entries):016x}{number:016x}"
                await socket.send("message", chat=self.chat, cid=cid, body=body)
            async with asyncio.timeout(15):
                while self.said.count(("agent", text)) < times:
                    frame = await self._next(socket)
                    self._keep(frame)
                    if frame.get("more"):
                        last = {name: frame["entries"][-1][name] for name in ("seq", "id")}
                        await socket.send("resume", chat=self.chat, have=last)

    async def _next(self, socket) -> dict:
        return await socket.live.receive_json()

    def _keep(self, frame: dict) -> None:
        for entry in frame.get("entries", []) + ([frame["entry"]] if frame["t"] == "message" else []):
            assert self.entries.setdefault(entry["seq"], entry) == entry, "a number has two meanings"


def record(server: Server, contract, chat: str) -> list[dict]:
    """The transcript as an administrator reads it, page by page."""
    ana = Client(server, contract).log_on(server.agents[0])
    entries, more = [], True
    while more:
        page = ana.ask("GET", f"/api/chats/{chat}?after={len(entries)}").json
        entries, more = entries + page["entries"], page["more"]
    return entries


def texts(entries: list[dict]) -> list[tuple[str, str]]:
    assert [each["seq"] for each in entries] == list(range(1, len(entries) + 1))
    return [(each["from"], each["body"]) for each in entries if each["kind"] == "text"]


def test_it_greets_answers_hands_over_and_ends_cleanly(house, contract):
    with running(house) as bot:
        mei = Asker(house, contract, "When are you open?")
        asyncio.run(mei.hears(OPEN))
        asyncio.run(mei.hears(HAND_OVER, "Can you do delivery to the moon, or just deliver?", "Who am I?"))
        assert texts(record(house, contract, mei.chat)) == [
            ("customer", "When are you open?"), ("agent", GREETING), ("agent", "Hello Mei, I am a bot."), ("agent", OPEN),
            ("customer", "Can you do delivery to the moon, or just deliver?"), *sorted_by_speed(record(house, contract, mei.chat))]
        end(bot)
    # Who logs off hands over: the chat waits for a colleague.
    assert record(house, contract, mei.chat)[-1]["kind"] == "waitsAgain"


def sorted_by_speed(entries: list[dict]) -> list[tuple[str, str]]:
    """The last texts: the second question may come before or after the answer to the first."""
    last = texts(entries)[5:]
    assert sorted(last) == [("agent", DELIVERY), ("agent", HAND_OVER), ("customer", "Who am I?")]
    assert last.index(("agent", DELIVERY)) < last.index(("agent", HAND_OVER))
    return last


def test_a_server_that_is_killed_loses_and_doubles_nothing(house, contract):
    with running(house) as bot:
        mei = Asker(house, contract, "When are you open?")
        asyncio.run(mei.hears(OPEN))
        for number in range(2, 5):
            house.kill()
            house.start()
            asyncio.run(mei.hears(OPEN, "And when are you open on Sunday?", times=number))
        spoken = texts(record(house, contract, mei.chat))
        assert spoken.count(("agent", "Hello Mei, I am a bot.")) == 1
        assert spoken[3:] == [("agent", OPEN), *[("customer", "And when are you open on Sunday?"), ("agent", OPEN)] * 3]
        end(bot)


def test_what_was_asked_while_it_was_away_is_answered_once(house, contract):
    """The bot is killed, too: the one that comes in its place reads the whole chat and doubles nothing."""
    with running(house) as bot:
        mei = Asker(house, contract, "When are you open?")
        asyncio.run(mei.hears(OPEN))
        bot.kill()
        bot.wait()
        before = texts(record(house, contract, mei.chat))
        asyncio.run(mei.hears(OPEN, "How long does it take to deliver?"))
    with running(house) as bot:
        asyncio.run(mei.hears(DELIVERY))
        assert texts(record(house, contract, mei.chat)) == [
            *before, ("customer", "How long does it take to deliver?"), ("agent", DELIVERY)]
        end(bot)


def test_a_long_chat_is_read_page_by_page_and_answered_in_order(house, contract):
    """While the bot is away more is asked than one page of a transcript holds, and than may be answered at once."""
    with running(house) as bot:
        mei = Asker(house, contract, "Are you open?")
        asyncio.run(mei.hears(OPEN))
        bot.kill()
    words = ["How long does it take to deliver?", "Are you open?"] * 110
    asyncio.run(ask_all(mei, words))
    with running(house) as bot:
        asyncio.run(mei.hears(OPEN, times=1 + len(words) // 2))
        spoken = texts(record(house, contract, mei.chat))
        assert [body for who, body in spoken if who == "agent"][3:] == [DELIVERY, OPEN] * (len(words) // 2)
        end(bot)


async def ask_all(mei: Asker, words: list[str]) -> None:
    async with opened(mei.server, "customer", room=mei.server.token, token=mei.token) as socket:
        for body in words:
            await socket.say(mei.chat, body)


def test_what_a_colleague_answered_is_not_answered_again(house, contract):
    """The bot hands over and comes back: to what was asked and answered meanwhile it says nothing."""
    with running(house) as bot:
        mei = Asker(house, contract, "When are you open?")
        asyncio.run(mei.hears(OPEN))
        end(bot)
    ana = Client(house, contract).log_on(house.agents[0])
    asyncio.run(answer_for(house, ana, mei, "How long does it take to deliver?", "Three days, says Ana."))
    with running(house) as bot:
        ana.ask("POST", "/api/log-off")
        asyncio.run(mei.hears("Hello Mei, I am a bot.", times=2))
        asyncio.run(mei.hears(HAND_OVER, "Thank you, Ana!"))
        assert ("agent", DELIVERY) not in texts(record(house, contract, mei.chat))
        end(bot)


async def answer_for(house: Server, colleague: Client, mei: Asker, question: str, answer: str) -> None:
    async with opened(house, "agent", token=colleague.headers["Authorization"].split()[1]) as agent:
        card = await ringing(agent, mei.chat)
        await agent.send("answer", chat=mei.chat, offer=card["ringing"]["offer"], n=1)
        await agent.until("ok", n=1)
        async with opened(house, "customer", room=house.token, token=mei.token) as socket:
            await socket.say(mei.chat, question)
        await agent.say(mei.chat, answer)


def test_it_serves_one_after_the_other(house, contract):
    with running(house) as bot:
        for name in ("Mei", "Tom", ""):
            asker = Asker(house, contract, "Are you open?", name)
            asyncio.run(asker.hears(OPEN))
            assert ("agent", f"Hello {name or 'there'}, I am a bot.") in asker.said
            asyncio.run(leave(asker))
        end(bot)


async def leave(asker: Asker) -> None:
    async with opened(asker.server, "customer", room=asker.server.token, token=asker.token) as socket:
        await socket.send("end", chat=asker.chat, n=1)
        await socket.until("ok", n=1)


def test_it_stays_away_when_it_is_logged_off_elsewhere(house, contract):
    ana = Client(house, contract).log_on(house.agents[0])
    with running(house) as bot:
        asyncio.run(Asker(house, contract, "Are you open?").hears(OPEN))
        agents = ana.ask("GET", "/api/agents").json["agents"]
        ben = next(each["id"] for each in agents if each["email"] == "ben@example.com")
        link = ana.ask("POST", f"/api/agents/{ben}/password-link").json["link"].partition("#")[2]
        ana.ask("PUT", "/api/me/password", {"link": link, "password": "another password"})
        printed, _ = bot.communicate(timeout=10)
        assert (bot.returncode, printed) == (1, "The server asks not to come back: 4501.\n")


def test_cuts_at_any_moment_lose_and_double_nothing(house, contract):
    """The bot's cable is cut again and again while a customer asks without a pause."""
    wire, chance = Wire(house.port), random.Random(7)
    questions = [f"Question {number}: are you open?" for number in range(40)]

    async def go_on_asking(mei: Asker) -> None:
        async with opened(house, "customer", room=house.token, token=mei.token) as socket:
            for body in questions:
                await socket.say(mei.chat, body)
                await asyncio.sleep(chance.random() / 5)

    async def cut_again_and_again() -> None:
        for _ in range(4):
            await asyncio.sleep(1 + chance.random() / 2)
            await asyncio.to_thread(wire.cut)
            await asyncio.to_thread(wire.mend)

    async def both(mei: Asker) -> None:
        await asyncio.gather(go_on_asking(mei), cut_again_and_again())

    with running(house, f"http://127.0.0.1:{wire.port}") as bot:
        mei = Asker(house, contract, "Are you open?")
        asyncio.run(mei.hears(OPEN))
        asyncio.run(both(mei))
        asyncio.run(mei.hears(OPEN, times=1 + len(questions)))
        spoken = texts(record(house, contract, mei.chat))
        assert [body for who, body in spoken if who == "customer"] == ["Are you open?", *questions]
        assert spoken.count(("agent", OPEN)) == 1 + len(questions)
        end(bot)
    wire.close()


def test_it_is_short_enough_to_be_read():
    lines = BOT.read_text().splitlines()
    code = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    assert len(code) <= 60
    assert max(map(len, lines)) <= 120
