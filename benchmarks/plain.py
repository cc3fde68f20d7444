"""Plain docxtpl as its README shows it, given prose as ready markup: the reading of it that costs docxtpl least."""

from __future__ import annotations

import re

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from iomreport.markup.nodes import Prose
from iomreport.word.fragments import FragmentStore
from iomreport.word.markers import END, START
from iomreport.word.prose import HEADINGS_START, write_prose

MARKER = re.compile(f"{START}[^{END}]*{END}")
PLACES = {name: Markup("<w:p/>") for name in ("contents", "matrix", "tables", "figures")}
"""What the engine alone makes is left out for docxtpl."""


def plain_environment(store: FragmentStore) -> Environment:
    """An environment for docxtpl, strict and escaping; `store` writes prose."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    known: dict[tuple[int, int], Markup] = {}

    def markup(prose: Prose, level: int = HEADINGS_START) -> Markup:
        # Prose is ready before the clock starts: the first, uncounted round fills this.
        at = (id(prose), level)
        if at not in known:
            known[at] = Markup(MARKER.sub("1", write_prose(prose, store, level)))
        return known[at]

    environment.filters["headings"] = markup
    environment.finalize = lambda value: markup(value) if isinstance(value, Prose) else value
    return environment
