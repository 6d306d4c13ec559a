"""A cable between a browser and the server that a test can cut, quietly or with a bang."""

import asyncio
import threading


class Wire:
    """A TCP proxy. `cut` drops every connection and refuses new ones; `freeze` lets bytes vanish
    without a word, as a dead radio link does."""

    def __init__(self, port: int):
        self.to = port
        self.port = 0
        self.is_cut = False
        self.is_frozen = False
        self.writers: set[asyncio.StreamWriter] = set()
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _serve(self, reader, writer):
        if self.is_cut:
            return writer.transport.abort()
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        self.writers |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        self.writers -= {writer, back}

    async def _pump(self, reader, writer):
        try:
            while data := await reader.read(65536):
                if not self.is_frozen:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            pass
        writer.close()

    def cut(self):
        async def drop():
            self.is_cut = True
            for writer in list(self.writers):
                writer.transport.abort()
        self._run(drop())

    def freeze(self):
        self.is_frozen = True

    def mend(self):
        """Whole again. What was frozen stays lost, so its connections are dropped."""
        if self.is_frozen:
            self.cut()
        self.is_frozen = False
        self.is_cut = False

    def close(self):
        async def end():
            self.server.close()
            for writer in list(self.writers):
                writer.transport.abort()
            serving = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.wait(serving, timeout=2) if serving else None
        self._run(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
