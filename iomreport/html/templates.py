"""The templates of pages, their style and its colours.

Links of contacts: what is printed for them stays as it is, and the address is what a program can use.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from iomreport.html import palette
from iomreport.html.page_state import OWN

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


FOLDER = Path(__file__).parent / "pages"


@cache
def environment() -> Environment:
    """The templates, each compiled once a process."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    names = cast("dict[str, Any]", made.globals)
    names.update(telephone=telephone, mailbox=mailbox, website=website, own=OWN, style=_style())
    return made


def _style() -> Markup:
    """The style sheet; the colours are those of the Word templates."""
    colours = {name.lower(): each.value for name, each in vars(palette).items() if isinstance(each, palette.Colour)}
    declared = "".join(f" --{name}: #{value};" for name, value in colours.items())
    return Markup(f":root {{{declared} }}\n{(FOLDER / 'page.css').read_text('utf-8').rstrip()}")
