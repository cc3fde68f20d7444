"""Where in the content files a field stands, and what of it a document shows at a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from iomreport.diagnostics.finding import Location
from iomreport.markup.nodes import Block, Figure, Heading, Inline, Paragraph, Prose, Table, Text
from iomreport.markup.walk import blocks, figures, inlines, plain_text
from iomreport.strategy.addresses import Field, fields
from iomreport.strategy.model.strategy import Strategy


class ContentPlaces:
    """The places of a strategy's fields by address."""

    def __init__(self, strategy: Strategy) -> None:
        self._strategy = strategy
        self._fields: dict[str, Field] = {field.address: field for field in fields(strategy)}

    def whole(self, name: str) -> Location | None:
        """The place of a field of the strategy itself."""
        return self._strategy.place(name)

    def of(self, address: str) -> Location | None:
        """Where a field begins."""
        field = self._fields.get(address)
        return None if field is None else field.record.place(field.name)

    def emblem(self, alternative: str) -> Location | None:
        """The place of the publisher's emblem, which is no field, by the alternative text that a picture has."""
        publisher = self._strategy.publisher
        is_it = publisher.emblem and alternative == (publisher.emblem_alternative or publisher.name)
        return publisher.place("emblem_alternative") if is_it else None

    def is_plain(self, address: str) -> bool:
        """Whether a field is plain words, in which nothing can be marked."""
        field = self._fields.get(address)
        return field is not None and not isinstance(field.value, Prose)

    def figure(self, address: str, number: int) -> Location | None:
        """The place of the picture that is the field's so-and-so-many-th, from 0."""
        return _nth((each.location for each in figures(self._prose(address))), number) or self.of(address)

    def table(self, address: str, number: int) -> Location | None:
        """The place of the table that is the field's so-and-so-many-th, from 0."""
        tables = (each for each in blocks(self._prose(address)) if isinstance(each, Table))
        return _nth((each.location for each in tables), number) or self.of(address)

    def words(self, address: str, paragraph: str, words: str = "") -> Location | None:
        """The place of words in a field: of the run that has them, in the paragraph that is shown."""
        prose = self._prose(address)
        wanted = _even(words or paragraph)
        shown = [each for each in blocks(prose, notes=True) if _even(_own_words(each)) == _even(paragraph)]
        for block in shown or list(blocks(prose, notes=True)):
            found = _of_words((block,), wanted) if words else block.location
            if wanted and found is not None and wanted in _even(plain_text(block, notes=True)):
                return found
        return self.of(address)

    def _prose(self, address: str) -> Prose:
        field = self._fields.get(address)
        return field.value if field is not None and isinstance(field.value, Prose) else Prose()


def _own_words(block: Block) -> str:
    return plain_text(block) if isinstance(block, Paragraph | Heading | Figure) else ""


def _of_words(content: Iterable[Block], wanted: str) -> Location | None:
    """The place of the smallest node that has the words."""
    best: Inline | None = None
    for node in inlines(content, notes=True):
        text = _even(plain_text(node, notes=True))
        if wanted in text and node.location is not None and (best is None or isinstance(node, Text)):
            best = node
            if isinstance(node, Text):
                break
    return best.location if best is not None else next((block.location for block in content), None)


def _nth(places: Iterator[Location | None], number: int) -> Location | None:
    return next(islice(places, number, None), None)


def _even(text: str) -> str:
    return " ".join(text.split())
