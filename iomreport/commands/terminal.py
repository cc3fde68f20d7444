"""Text of an unknown hand on a terminal: nothing of it may move the cursor or turn the line."""

from __future__ import annotations


def on_one_line(text: str) -> str:
    """A text as one printable line: the end of a paragraph is shown as ¶, a tab as a space."""
    return "".join(each if each.isprintable() else _SHOWN.get(each, "�") for each in text)


_SHOWN = {"\n": "¶", "\t": " ", "\u00a0": "\u00a0", "\u00ad": "", "\u200b": "", "\u2007": " ", "\u202f": "\u202f"}
