"""A site of somebody else that shows a room in a frame. It stands on this machine, too: a browser lets no
page of the network look at this machine's servers."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# As Google Sites frames an address.
GOOGLE_SITES = ("allow-scripts allow-popups allow-forms allow-same-origin allow-popups-to-escape-sandbox "
                "allow-downloads allow-modals allow-storage-access-by-user-activation")


def page_with(address: str, sandbox: str | None) -> bytes:
    rights = "" if sandbox is None else f' sandbox="{sandbox}"'
    frame = f'<iframe title="Chat" width="420" height="700"{rights} src="{address}"></iframe>'
    return f"<!doctype html><html lang=en><title>A site</title><main><h1>Our site</h1>{frame}</main></html>".encode()


@contextmanager
def site(address: str, sandbox: str | None = GOOGLE_SITES):
    """The address of a page whose frame shows `address`. By another name than the room's: another site."""
    body = page_with(address, sandbox)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body if self.path == "/" else b"")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
