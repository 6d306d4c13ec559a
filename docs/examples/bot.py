"""A bot that answers simple questions: python bot.py http://localhost:8080 bot@example.com PASSWORD
It logs on as an agent does (docs/openapi.yaml), works on one WebSocket (docs/protocol.md), and needs aiohttp."""
import asyncio, collections, contextlib, signal, sys, types, uuid
import aiohttp

ANSWERS = {"open": "We are open Monday to Friday, 9 to 18.", "deliver": "Delivery takes two to three days."}
HAND_OVER = "I do not know that. It needs a colleague: write your e-mail address here, and a person will answer you."

async def work(socket, token, me):
    # Each connection begins with nothing: the transcripts tell what was said, and so what is still unsaid.
    chats = collections.defaultdict(lambda: types.SimpleNamespace(name="there", mine=False, unsaid={}, saying=None))

    async def send(kind, **fields):
        await socket.send_json({"t": kind, **fields})

    await send("hello", token=token)
    async for message in socket:  # in order and without gaps, as long as it is open
        frame = message.json()
        kind, about = frame["t"], frame.get("chat")
        if kind == "error" and frame["code"] in ("overloaded", "databaseUnavailable", "diskFull"):
            raise ConnectionError  # it passes, and the next connection says what this one could not
        for card in [card for card in frame.get("waiting", []) + frame.get("cards", []) if card["ringing"]]:
            await send("answer", chat=card["chat"], offer=card["ringing"]["offer"])
        if frame.get("browser") in ("HANG_UP", "REMOTE_CUSTOMER_HANGUP", "TAKING_BREAK"):
            await send("status", status="WAITING_NEW_CALL")
        for chat in [chat for chat in frame.get("chats", []) + [about] * (kind == "chat") if chat["state"] == "ended"]:
            await send("close", chat=chat["id"])
        if kind in ("transcript", "message", "ack"):
            chat = chats[about]
            for entry in frame.get("entries", [frame.get("entry", frame)]):
                read(chat, entry, me)
            if frame.get("more"):
                await send("resume", chat=about, have={"seq": entry["seq"], "id": entry["id"]})
            elif chat.mine and chat.unsaid and chat.saying not in chat.unsaid:  # one by one
                chat.saying = next(iter(chat.unsaid))
                await send("mark", chat=about, delivered=entry["seq"], read=entry["seq"])
                await send("message", chat=about, cid=chat.saying, body=chat.unsaid[chat.saying])

def read(chat, entry, me):
    # A cid follows from what is answered: said again, even by a bot that began anew, a text is stored once.
    cid, words = uuid.uuid5(uuid.NAMESPACE_URL, entry["id"]).hex, entry.get("body", "").lower()
    match entry:
        case {"kind": "facts", "data": {"name": name}} if name: chat.name = name
        case {"kind": "answered", "data": {"agentId": agent}} if agent == me:
            chat.mine, chat.unsaid = True, {cid: f"Hello {chat.name}, I am a bot.", **chat.unsaid}
        case {"kind": "waitsAgain" | "ended"}: chat.mine, chat.saying = False, None
        case {"kind": "text", "from": "customer"}:
            chat.unsaid[cid] = next((ANSWERS[word] for word in ANSWERS if word in words), HAND_OVER)
        case {"kind": "text"} if not chat.mine: chat.unsaid.clear()  # a colleague has answered
        case {"cid": said}: chat.unsaid.pop(said, None)

async def run(url, email, password):
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    async with aiohttp.ClientSession(url, raise_for_status=True) as web:
        told = await (await web.post("/api/log-on", json={"email": email, "password": password})).json()
        try:
            while True:  # a lost connection loses nothing: come back
                with contextlib.suppress(aiohttp.ClientError, OSError):
                    async with web.ws_connect("/ws/agent", heartbeat=25) as socket:
                        await work(socket, told["token"], told["agent"]["id"])
                    if (socket.close_code or 0) >= 4500:
                        sys.exit(f"The server asks not to come back: {socket.close_code}.")
                await asyncio.sleep(1)
        finally:  # who logs off hands over: the chats ring at colleagues at once
            with contextlib.suppress(aiohttp.ClientError, OSError):
                await web.post("/api/log-off", headers={"Authorization": f"Bearer {told['token']}"})

with contextlib.suppress(asyncio.CancelledError):
    asyncio.run(run(*sys.argv[1:]))
