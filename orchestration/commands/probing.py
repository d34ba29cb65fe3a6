"""`sotttt sites probe`: several hosts at once, told one after the other."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from rich.text import Text

from orchestration.telling import terminal
from scrapers.errors import UserError
from scrapers.probe import Probe, entry_yaml, probe, source_of
from scrapers.registry import Source, load_sources

_AT_ONCE = 8


def run(hosts: Sequence[str], *, proxy: str | None, local: bool, only_yaml: bool) -> int:
    """Probe hosts and print what they told; 1 when none of them answered.

    Raises:
        UserError: a wrong host name, or several hosts and only one file to write.
    """
    if only_yaml and len(hosts) > 1:
        raise UserError("--yaml writes the entry of one host, as each has a file of its own; name one host")
    for host in hosts:  # a wrong one is told before anyone is asked
        source_of(host)
    known = _registry("sample" if local else "live")
    answered = False
    with _way(proxy, local) as way, ThreadPoolExecutor(_AT_ONCE) as pool:
        asked = [
            pool.submit(probe, host, local=local, proxy=way, known=known, delay=0.0 if local else 1.0)
            for host in dict.fromkeys(hosts)
        ]
        for future in asked:
            try:
                told = future.result()
            except UserError:
                raise
            except Exception:  # a defect, told as one; the other hosts are told all the same
                traceback.print_exc()
                continue
            answered |= told.answered
            if only_yaml:
                sys.stdout.write(entry_yaml(told.source))
            else:
                _print(told)
    return int(not answered)


def _registry(sites: str) -> dict[str, Source]:
    """The entries there are; none from a broken registry, as it is when `--yaml` is redirected into it."""
    try:
        return load_sources(sites)
    except UserError as error:
        print(f"sotttt: entries there are not considered: {error}", file=sys.stderr)
        return {}


@contextlib.contextmanager
def _way(proxy: str | None, local: bool) -> Iterator[str | None]:
    """The proxy to ask through; without one, local hosts are the sample portals."""
    if proxy or not local:
        yield proxy
        return
    from scrapers.sample.server import serve

    with serve() as url:
        yield url


def _print(told: Probe) -> None:
    console = terminal.console()
    console.print(Text(f"\n{told.host}", style="bold"), Text(f"  {told.requests} requests", style="dim"))
    for finding in told.findings:
        mark = Text("  + " if finding.good else "  - ", style="green" if finding.good else "yellow")
        console.print(
            mark.append(f"{finding.step:<9}", style="default").append(f" {finding.text}", "default")
        )
    console.print(f"\n# proposed: {told.source.id}.yaml, among the registry's files", markup=False)
    console.print(Text(entry_yaml(told.source)), soft_wrap=True, end="")
