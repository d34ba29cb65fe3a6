"""CPU time of contenders that take turns, so that what else runs on the machine meets all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

ROUNDS = 4

Work = Callable[[], object]


def best(contenders: Mapping[str, Work], rounds: int = ROUNDS, *, warm_up: bool = True) -> dict[str, float]:
    """The least CPU seconds of each contender over some rounds."""
    if warm_up:
        best(contenders, 1, warm_up=False)
    seconds = dict.fromkeys(contenders, float("inf"))
    for _ in range(rounds):
        for name, run in contenders.items():
            gc.collect()
            begun = time.process_time()
            run()
            seconds[name] = min(seconds[name], time.process_time() - begun)
    return seconds
