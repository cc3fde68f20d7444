"""Links of contacts: what is printed for them stays as it is, and the address is what a program can use."""

from __future__ import annotations

import re

from markupsafe import Markup

_NUMBER = re.compile(r"(?:\+\s*)+(?P<rest>[\d(][\d\s()./-]*\d)")
_TRUNK = re.compile(r"\(0\)")
_SHORTEST, _LONGEST = 7, 15
"""How many digits an international number has (ITU-T E.164, 6)."""
_DOMAIN = re.compile(r"[\w.-]+\.\w+(?:[/?#:]\S*)?")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_MAILBOX = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def telephone(printed: str) -> Markup:
    """A telephone number that can be dialled: the first of those that share a line, such as `+355 42 578 36, 37`.

    A number without its country cannot be dialled from everywhere and stays plain text.
    """
    found = _NUMBER.match(printed)
    digits = re.sub(r"\D", "", _TRUNK.sub("", found["rest"])) if found else ""
    if found is None or not _SHORTEST <= len(digits) <= _LONGEST:
        return Markup.escape(printed)
    return Markup('<a href="tel:+{}">{}</a>{}').format(digits, found[0], printed[found.end() :])


def mailbox(printed: str) -> Markup:
    """A mailbox."""
    if not _MAILBOX.fullmatch(printed):
        return Markup.escape(printed)
    return Markup('<a href="mailto:{0}">{0}</a>').format(printed)


def website(printed: str) -> Markup:
    """A web site, with or without the `http://` that a browser needs."""
    if not _WEB.fullmatch(printed) and not _DOMAIN.fullmatch(printed):
        return Markup.escape(printed)
    return Markup('<a href="{}">{}</a>').format(printed if "://" in printed else f"http://{printed}", printed)
