"""A bot that answers simple questions: python bot.py http://localhost:8080 bot@example.com PASSWORD

It logs on as an agent does (docs/openapi.yaml) and works on one WebSocket (docs/protocol.md). Python 3.11 and aiohttp.
"""
import asyncio, contextlib, signal, sys, uuid
from collections import defaultdict
from types import SimpleNamespace
import aiohttp

ANSWERS = {"open": "We are open Monday to Friday, 9 to 18.", "deliver": "Delivery takes two to three days."}
HAND_OVER = "I do not know that. It needs a colleague: write your e-mail address here, and a person will answer you."
LATER = ("overloaded", "databaseUnavailable", "diskFull")  # errors that pass

class Bot:
    def __init__(self):
        self.chats = defaultdict(lambda: SimpleNamespace(last=None, name="", mine=False, questions=[]))
        self.unsaid = {}  # texts that are not acknowledged yet, by their cid
        self.revisions = {}  # what was told last of each room

    async def run(self, url, email, password):
        async with aiohttp.ClientSession(url, raise_for_status=True) as web:
            async with web.post("/api/log-on", json={"email": email, "password": password}) as answer:
                told = await answer.json()
            self.id, web.headers["Authorization"] = told["agent"]["id"], f"Bearer {told['token']}"
            try:
                while True:  # a lost connection loses nothing: come back, say what you have, repeat what is unsaid
                    with contextlib.suppress(aiohttp.ClientError, OSError):
                        async with web.ws_connect("/ws/agent", heartbeat=25) as self.socket:
                            have = [chat.last for chat in self.chats.values() if chat.last]
                            await self.send("hello", token=told["token"], have=have[-6:])  # it holds 1 KiB
                            async for message in self.socket:
                                await self.receive(message.json())
                        if (self.socket.close_code or 0) >= 4500:
                            sys.exit(f"The server asks not to come back: {self.socket.close_code}.")
                    await asyncio.sleep(1)
            finally:  # who logs off hands over: the chats ring at colleagues at once
                with contextlib.suppress(aiohttp.ClientError, OSError):
                    await web.post("/api/log-off")

    async def send(self, kind, **fields):
        await self.socket.send_json({"t": kind, **fields})

    async def receive(self, frame):
        kind = frame["t"]
        if kind == "welcome":
            for text in self.unsaid.values():
                await self.send("message", **text)
        if kind == "desk":
            self.revisions = {room["id"]: room["revision"] for room in frame["rooms"]}
        if kind == "room":
            if frame["after"] > self.revisions.get(frame["room"], 0):  # something before it was missed
                return await self.send("desk")
            self.revisions[frame["room"]] = frame["revision"]
        for card in frame.get("waiting", []) + frame.get("cards", []):  # those who wait, of a desk or of a room
            if card["ringing"]:
                await self.send("answer", chat=card["chat"], offer=card["ringing"]["offer"])
        if frame.get("browser") in ("HANG_UP", "REMOTE_CUSTOMER_HANGUP", "TAKING_BREAK"):
            await self.send("status", status="WAITING_NEW_CALL")
        for chat in frame.get("chats", []) + [frame.get("chat")] * (kind == "chat"):
            if chat["state"] == "ended":
                await self.send("close", chat=chat["id"])
        if kind == "error" and frame["code"] in LATER:
            return await self.socket.close()
        if kind in ("ack", "error"):
            self.unsaid.pop(frame.get("cid"), None)
        if kind == "transcript" and frame["resync"]:
            self.chats.pop(frame["chat"], None)
        news = {"transcript": frame.get("entries"), "message": [frame.get("entry")], "ack": [frame]}
        for entry in news.get(kind, []):
            await self.read(frame["chat"], entry)
        if kind == "transcript" and frame["more"]:
            await self.resume(frame["chat"])

    async def resume(self, id):
        last = self.chats[id].last
        await self.send("resume", chat=id, **({"have": {"seq": last["seq"], "id": last["id"]}} if last else {}))

    async def read(self, id, entry):
        chat, seen = self.chats[id], (self.chats[id].last or {"seq": 0})["seq"]
        if entry["seq"] != seen + 1:  # numbers have no gaps: this one is known already, or one before it is missing
            return await self.resume(id) if entry["seq"] > seen else None
        chat.last = {"chat": id, "seq": entry["seq"], "id": entry["id"]}
        match entry:
            case {"kind": "facts", "data": data}:
                chat.name = data["name"] or "there"
            case {"kind": "answered", "data": data}:
                chat.mine = data.get("agentId") == self.id
                if chat.mine:
                    await self.say(id, entry, f"Hello {chat.name}, I am a bot.")
            case {"kind": "waitsAgain" | "ended"}:
                chat.mine = False
            case {"kind": "text", "from": "customer"}:
                chat.questions.append(entry)
                await self.send("mark", chat=id, delivered=entry["seq"], read=entry["seq"])
            case {"kind": "text", "from": "agent"} if not chat.mine:
                chat.questions.clear()  # a colleague has answered them
        while chat.mine and chat.questions:
            question = chat.questions.pop(0)
            words = question["body"].lower()
            await self.say(id, question, next((ANSWERS[word] for word in ANSWERS if word in words), HAND_OVER))

    async def say(self, id, cause, body):
        # The cid follows from what is answered. Said again, even by a bot that began anew, a text is stored once.
        cid = uuid.uuid5(uuid.NAMESPACE_URL, cause["id"]).hex
        self.unsaid[cid] = {"chat": id, "cid": cid, "body": body}
        await self.send("message", **self.unsaid[cid])

async def main():
    bot = asyncio.create_task(Bot().run(*sys.argv[1:]))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, bot.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await bot

asyncio.run(main())
