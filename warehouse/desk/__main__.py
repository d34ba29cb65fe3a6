"""`make explore`: starts the desk on this machine only, with nothing sent anywhere."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

HOST = "127.0.0.1"
PORT = "8502"
_SAID = {
    "server.address": HOST,
    "server.headless": "true",  # opens no browser, asks for no e-mail
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "theme.base": "light",
}


def main() -> None:
    """Become the server, until Ctrl-C; the port is $PORT."""
    options = [f"--{name}={value}" for name, value in _SAID.items()]
    number = os.environ.get("PORT") or PORT
    if not re.fullmatch(r"[0-9]{1,5}", number) or not 0 < int(number) < 65536:
        print(f"PORT={number} is no port: say a number from 1 to 65535", file=sys.stderr)
        sys.exit(2)
    port = f"--server.port={number}"
    page = Path(__file__).with_name("page.py")
    command = [sys.executable, "-m", "streamlit", "run", str(page), port, *options]
    os.execv(sys.executable, command)  # noqa: S606


if __name__ == "__main__":
    main()
