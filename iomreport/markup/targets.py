"""Addresses that a reader's click can open."""

from __future__ import annotations

import re

_OPENS = re.compile(r"(?:https?|ftp|mailto|tel):\S", re.IGNORECASE)


def can_be_opened(target: str) -> bool:
    """Whether a link's target is a web address, a mailbox or a telephone number in full."""
    return _OPENS.match(target) is not None
