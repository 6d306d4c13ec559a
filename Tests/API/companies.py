"""A second company. The set-up link makes one only, so its rows are made as set-up makes them, while nobody serves."""

import sqlite3
import time
import uuid

from server import Server


def fresh_id() -> str:
    """A UUIDv7 (RFC 9562), as the program makes them."""
    text = f"{int(time.time() * 1_000):012x}7{uuid.uuid4().hex[13:]}"
    return str(uuid.UUID(text))


def add_company(server: Server, email: str = "rita@rival.example") -> dict:
    """Stops the server, adds a company with a room and an administrator, and starts it. The password is the first agent's."""
    server.stop()
    company, room, agent, now = fresh_id(), fresh_id(), fresh_id(), int(time.time() * 1_000)
    with sqlite3.connect(server.data / "foyer.sqlite") as rows:
        rows.execute("INSERT INTO company (id, name, plan, created_at_ms) VALUES (?, 'Rival', 'selfHosted', ?)", (company, now))
        rows.execute(
            "INSERT INTO agent (id, company_id, name, email, password_hash, administrator, created_at_ms) "
            "SELECT ?, ?, 'Rita', ?, password_hash, 1, ? FROM agent WHERE email = ?",
            (agent, company, email, now, server.agents[0]["email"]))
        rows.execute(
            "INSERT INTO room (id, company_id, name, token, settings_version, created_at_ms) VALUES (?, ?, 'GENERAL', ?, 1, ?)",
            (room, company, uuid.uuid4().hex, now))
        rows.execute(
            "INSERT INTO room_settings (room_id, version, settings, published_at_ms) "
            "SELECT ?, 1, settings, ? FROM room_settings LIMIT 1", (room, now))
        rows.execute("INSERT INTO room_agent (room_id, agent_id) VALUES (?, ?)", (room, agent))
    rows.close()
    server.start()
    return {"name": "Rita", "email": email, "password": server.agents[0]["password"], "company": company, "room": room}
