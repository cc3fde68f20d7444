"""The templates of pages, their style and its colours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from iomreport.export.html_links import mailbox, telephone, website
from iomreport.export.html_page import OWN
from iomreport.starter import palette

FOLDER = Path(__file__).parent / "page"


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
