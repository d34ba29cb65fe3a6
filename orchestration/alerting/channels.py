"""Messages to the people who keep this running, over the channels that the environment names.

How a message looks and gets out belongs here; what is worth one does not (`troubles`, `sensors`, `digest`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scrapers.errors import UserError

LINES = 3  # of an alert; who wants more follows the link
_WIDTH = 300
# Causes quote pages. A look-alike stands for each mark that a channel could take for markup or a mention.
_LOOK_ALIKES = str.maketrans(
    {"<": "‹", ">": "›", "[": "(", "]": ")", "@": "＠", "`": "'", "*": "∗", "|": "¦"}
)


@dataclass(frozen=True, slots=True)
class Message:
    """A few lines for a person."""

    title: str
    lines: Sequence[str]
    link: str = ""
    kind: Literal["failure", "info"] = "info"

    @property
    def body(self) -> str:
        """Plain text: what lines and title quote is no markup anywhere."""
        return "\n".join([*map(plain, self.lines), *([self.link] if self.link else [])])


@dataclass(frozen=True, slots=True)
class Channels:
    """Where messages go, and where their links lead."""

    urls: str = ""  # of Apprise, with commas between; they hold secrets
    ui: str = ""  # address of the UI, as the people who get the messages reach it

    @classmethod
    def current(cls) -> Channels:
        """What the environment names: SOTTTT_ALERTS and SOTTTT_UI_URL."""
        return cls(os.environ.get("SOTTTT_ALERTS", ""), os.environ.get("SOTTTT_UI_URL", ""))

    def link(self, run_id: str) -> str:
        """To a run, or how it is called when nobody said where the UI is."""
        return f"{self.ui.rstrip('/')}/runs/{run_id}" if self.ui else f"run {run_id}"

    @property
    def automation(self) -> str:
        """The page of schedules and sensors; nothing when nobody said where the UI is."""
        return f"{self.ui.rstrip('/')}/automation" if self.ui else ""

    def send(self, message: Message, log: logging.Logger) -> list[str]:
        """Give the message to every channel, and to the log in any case; names the channels that took it.

        A channel that fails costs no other its message.

        Raises:
            UserError: no channel took it, or SOTTTT_ALERTS cannot be understood.
        """
        title = f"sotttt: {plain(message.title)}"
        log.log(logging.ERROR if message.kind == "failure" else logging.INFO, "%s\n%s", title, message.body)
        if not self.urls:
            return []
        import apprise  # only where something is sent: it brings a hundred services

        servers = apprise.Apprise()
        if not servers.add(self.urls):
            raise UserError(
                "SOTTTT_ALERTS: Apprise does not know every address in it; mend it, commas between addresses"
            )
        took: list[str] = []
        refused: list[str] = []
        for server in servers:
            one = apprise.Apprise()
            one.add(server)
            sent = one.notify(
                title=title,
                body=message.body,
                notify_type=message.kind,
                body_format=apprise.NotifyFormat.TEXT,
            )
            name: str = server.url(privacy=True)  # type: ignore[no-untyped-call]
            (took if sent else refused).append(name)
        if not took:
            raise UserError(
                f"no channel took the message «{title}»: {', '.join(refused)}; try `sotttt alerts test`"
            )
        if refused:
            log.warning("These channels did not take it: %s", ", ".join(refused))
        return took


def send_trial() -> None:
    """`sotttt alerts test`: one message to all channels.

    Raises:
        UserError: there is no channel, or none takes the message.
    """
    channels = Channels.current()
    if not channels.urls:
        raise UserError("SOTTTT_ALERTS: not set; it takes addresses of Apprise with commas between them")
    message = Message("a trial", ["Alerts of this data folder will look like this."], channels.ui)
    log = logging.getLogger("sotttt.alerts")
    for channel in channels.send(message, log):
        print(f"Sent to {channel}")


def plain(text: str) -> str:
    """A line that any channel shows as it is: no markup, no control characters, not longer than it may be."""
    line = "".join(mark for mark in " ".join(text.split()) if mark.isprintable()).translate(_LOOK_ALIKES)
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
