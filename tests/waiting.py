"""Waiting for what a busy machine may take long over."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0
"""Seconds after which something is not slow any more but broken."""


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether a condition comes to hold."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
