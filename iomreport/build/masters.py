"""Masters of documents that many recipients get: each extract is rendered once, and then only filled."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from iomreport.document.assemble import Document, Imprint, Packer
from iomreport.document.holes import Hole
from iomreport.document.master import Master, fits, make_master
from iomreport.document.template import Template

_KEPT = 32
"""A plan goes through the recipients of one extract before it comes to the next, so few are needed at a time."""
Key = tuple[object, ...]


@dataclass(slots=True)
class Masters:
    """The masters that are kept, by extract, template, and the names of the variables that have a value.

    The first document of a kind is made as ever, and so is the second, beside one from the master: only where both
    agree to the last byte do the others come from the master.
    """

    packer: Packer
    _kept: OrderedDict[Key, Master | None] = field(
        default_factory=lambda: OrderedDict[Key, Master | None](), init=False
    )
    _seen: set[Key] = field(default_factory=set[Key], init=False)

    def make(
        self,
        key: Key,
        template: Template,
        variables: Mapping[str, str],
        values_of: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        imprint: Imprint,
        make: Callable[[], Document],
    ) -> Document:
        """A document. `values_of` gives what the template can name, with these variables; `make` makes it directly."""
        given = {name: value for name, value in variables.items() if value}
        if not given or not fits(tuple(given.values())):
            return make()
        key = (*key, *variables, "", *given)
        if key in self._kept:
            self._kept.move_to_end(key)
            master = self._kept[key]
            return make() if master is None else master.filled(tuple(given.values()), self.packer)
        document = make()
        if key not in self._seen:
            self._seen.add(key)
            return document
        holes = {name: Hole(number) for number, name in enumerate(given)}
        master = make_master(template, values_of({**variables, **holes}), imprint, self.packer)
        if master is not None and master.filled(tuple(given.values()), self.packer) != document:
            master = None
        self._kept[key] = master
        if len(self._kept) > _KEPT:
            self._seen.discard(self._kept.popitem(last=False)[0])
        return document
