"""What new routes need to be asked well: the rest of an address, what follows `?`, and bodies about nothing in particular."""

import struct
import zlib

from contract import Operation

ABSENT = "0190a000-0000-7000-8000-000000000000"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# What stands in addresses besides the thing that they are about.
PARTS = {"version": "1", "agent": ABSENT, "number": "10000000", "hash": "0" * 64, "way": "voice"}
QUERIES = {"discardDraft": "?revision=0"}
FILE = {"foyerRoom": 1, "settings": {}}
BODIES = {
    "makePrivateLink": {"agent": ABSENT}, "importRoom": {"name": "From a file", "file": FILE},
    "editDraft": {"revision": 0, "settings": {}}, "importDraft": {"revision": 0, "file": FILE},
    "publishDraft": {"revision": 0, "version": 1}, "restoreVersion": {"version": 1},
    "scheduleDraft": {"revision": 0, "version": 1, "publishAt": 4_102_444_800_000}}


def filled(path: str) -> str:
    for name, part in PARTS.items():
        path = path.replace(f"{{{name}}}", part)
    return path


def asked(operation: Operation) -> str:
    """The address with all that is not what it is about."""
    return filled(operation.path) + QUERIES.get(operation.id, "")


def png(red: int = 200) -> bytes:
    """One picture of one pixel."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes([0, red, 30, 30]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
