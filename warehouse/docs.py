"""`make docs`: the dictionary as dbt draws it, one page that needs nothing else, on this machine only.

Making and serving the page belong here; what it says stands beside the models in `dbt_project`.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from scrapers.errors import UserError
from warehouse.build import dbt
from warehouse.workspace import Workspace, writing

HOST = "127.0.0.1"
PORT = 8080
# The page can count visits on a server of its makers; here it reaches nothing but itself.
_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data:"


def generate(workspace: Workspace) -> Path:
    """Write the page anew; gives its path.

    Raises:
        UserError: dbt cannot read the project or the build database, for one because a build is running.
    """
    folder = workspace.root / "docs"
    with writing(workspace.build):
        workspace.build.parent.mkdir(parents=True, exist_ok=True)
    # A target of its own: why the last build failed must stay readable.
    environment = workspace.dbt_environment() | {"DBT_TARGET_PATH": str(folder)}
    done = dbt("docs", "generate", "--static", environment=environment)
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise UserError(f"the dictionary cannot be made: {' '.join(lines[-3:])}")
    return (folder / "static_index.html").rename(folder / "index.html")


class _Page(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", _POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """A request is no news."""


def main() -> int:
    """Make the page and serve it until Ctrl-C; the port is $PORT."""
    try:
        page = generate(Workspace.current())
        port = int(os.environ.get("PORT") or PORT)
        server = ThreadingHTTPServer((HOST, port), partial(_Page, directory=str(page.parent)))
    except (UserError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"port on {HOST} cannot be used ({error.strerror}); say PORT=...", file=sys.stderr)
        return 2
    print(f"http://{HOST}:{port}/index.html, until Ctrl-C", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
