"""What an author of templates can use: every name with its type, what it means, and an example."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, cast

from iomreport.markup.nodes import Prose
from iomreport.markup.walk import plain_text
from iomreport.template_lint.filters import ACCEPTED
from iomreport.template_lint.names import singular
from iomreport.template_lint.types import PLACE, PROSE, Entity, Listing, Table, Type

_LONGEST = 60


def describe(context: Entity, values: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Lines of text: the names of a context, then the fields of each kind of value that can be reached from it.

    `values` are those of a real document; examples are taken from them.
    """
    examples: dict[tuple[str, str], str] = {}
    if values is not None:
        _collect(context, values, examples, set())
    yield "Names that can stand anywhere"
    yield from _section(context, "", examples)
    seen: dict[str, Entity] = {}
    _reach(context, seen)
    for entity in seen.values():
        yield ""
        yield f"{entity.name}{f': {entity.description}' if entity.description else ''}"
        yield from _section(entity, variable(entity), examples)
    yield ""
    yield "Filters"
    by_kind: dict[str, list[str]] = {}
    for name, (words, _) in ACCEPTED.items():
        by_kind.setdefault(words, []).append(name)
    for words, names in by_kind.items():
        yield f"  {words}: {', '.join(names)}"


def variable(entity: Entity) -> str:
    """The name by which templates call a value of this kind: `regional_priority`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in entity.name).strip("_")


def _section(entity: Entity, owner: str, examples: Mapping[tuple[str, str], str]) -> Iterator[str]:
    rows = [
        (_usage(f"{owner}.{name}" if owner else name, kind), _words(kind), entity.notes.get(name, ""), name)
        for name, kind in entity.fields.items()
    ]
    width = max((len(row[0]) for row in rows), default=0)
    for usage, words, note, name in rows:
        example = examples.get((entity.name, name), "")
        about = "; ".join(part for part in (words, note.rstrip("."), f"e.g. {example}" if example else "") if part)
        yield f"  {usage.ljust(width)}  {about}"


def _usage(name: str, kind: Type) -> str:
    match kind:
        case Listing(item):
            last = name.rpartition(".")[2]
            single = variable(item) if isinstance(item, Entity) else singular(last)
            return f"{{% for {single if single != last else 'item'} in {name} %}}"
        case Entity(shown=False):
            return name
        case _ if kind in (PROSE, PLACE):
            return f"{{{{p {name} }}}}"
        case Table():
            return f"{{{{ {name}.… }}}}"
        case _:
            return f"{{{{ {name} }}}}"


def _words(kind: Type) -> str:
    match kind:
        case Listing(item):
            return f"a list: {item.name if isinstance(item, Entity) else item}"
        case Entity():
            return kind.name
        case Table(keys=keys) if keys:
            return f"by key: {', '.join(sorted(keys))}"
        case _:
            return str(kind)


def _reach(entity: Entity, seen: dict[str, Entity]) -> None:
    for kind in entity.fields.values():
        inner = kind.item if isinstance(kind, Listing | Table) else kind
        if isinstance(inner, Entity) and inner.name and inner.name not in seen:
            seen[inner.name] = inner
            _reach(inner, seen)


def _collect(entity: Entity, value: object, examples: dict[tuple[str, str], str], done: set[int]) -> None:
    """The first value of each field that says something."""
    if id(value) in done:
        return
    done.add(id(value))
    for name, kind in entity.fields.items():
        if isinstance(value, Mapping):
            found = cast("Mapping[str, object]", value).get(name)
        else:
            found = getattr(value, name, None)
        if found is None or found == ():
            continue
        if (entity.name, name) not in examples and (shown := _shown(found)):
            examples[entity.name, name] = shown
        if isinstance(kind, Entity):
            _collect(kind, found, examples, done)
        elif isinstance(kind, Listing) and isinstance(kind.item, Entity) and isinstance(found, tuple):
            for item in cast("tuple[object, ...]", found):
                _collect(kind.item, item, examples, done)


def _shown(value: object) -> str:
    match value:
        case Prose():
            words = " ".join(plain_text(value).split())
        case str() | int() | datetime.date():
            words = str(value)
        case tuple():
            words = next((each for each in cast("tuple[object, ...]", value) if isinstance(each, str)), "")
        case _:
            words = ""
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
