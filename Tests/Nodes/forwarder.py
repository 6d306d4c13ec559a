"""Passes TCP on, and breaks as networks break: nothing arrives, one way or both, or the line is cut."""

import asyncio
import threading
from contextlib import suppress

CHUNK_BYTES = 65_536


class Forwarder:
    """Listens on a port of its own and passes each connection on to the next of its targets.

    What is held back arrives late, once the way is open again, as packets do that are sent again.
    """

    def __init__(self, *targets: int):
        self.targets = list(targets)
        self.port = 0
        self._turn = 0
        self._tasks: set[asyncio.Task] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._refuses = False
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait()

    # What a test does

    def hold(self, there: bool = True, back: bool = True) -> None:
        """Nothing arrives any more, there or back; connections stand, new ones too."""
        self._call(self._set, not there, not back)

    def heal(self) -> None:
        """All arrives again, what was held back first."""
        self._refuses = False
        self._call(self._set, True, True)

    def cut(self) -> None:
        """Breaks all connections and refuses new ones."""
        self._refuses = True
        self._call(self._abort)

    def close(self) -> None:
        self._call(self._abort)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    # Its own thread

    def _call(self, body, *values) -> None:
        done = threading.Event()

        def run():
            body(*values)
            done.set()

        self._loop.call_soon_threadsafe(run)
        done.wait()

    def _run(self, started: threading.Event) -> None:
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._there, self._back = asyncio.Event(), asyncio.Event()
        self._set(True, True)
        server = self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))

    def _set(self, there: bool, back: bool) -> None:
        for way, is_open in ((self._there, there), (self._back, back)):
            way.set() if is_open else way.clear()

    def _abort(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            return writer.transport.abort()
        for _ in self.targets:
            target = self.targets[self._turn % len(self.targets)]
            self._turn += 1
            with suppress(OSError):
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
                break
        else:
            return writer.transport.abort()
        ends = {writer, far_writer}
        self._writers |= ends
        await asyncio.gather(
            self._pass(reader, far_writer, self._there), self._pass(far_reader, writer, self._back))
        self._writers -= ends

    async def _pass(self, reader, writer, way: asyncio.Event) -> None:
        try:
            while data := await reader.read(CHUNK_BYTES):
                await way.wait()
                writer.write(data)
                await writer.drain()
            await way.wait()
        except OSError:
            pass
        writer.close()
