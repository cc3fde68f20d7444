"""The names that can be used at a place of a template, and what is said of one that cannot."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from iomreport.diagnostics.suggest import nearest
from iomreport.template_lint.types import NUMBER, TRUTH, UNKNOWN, Entity, Listing, Type

_LOOP: dict[str, Type] = {
    **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), NUMBER),
    **dict.fromkeys(("first", "last"), TRUTH),
    **dict.fromkeys(("changed", "cycle", "previtem", "nextitem"), UNKNOWN),
}
LOOP = Entity("loop", lambda: _LOOP)
"""What `loop` is inside a loop."""


@dataclass(slots=True)
class Scope:
    """The context, and over it the frames of loops, macros and `with`, the innermost last."""

    context: Entity
    elsewhere: dict[str, str]
    """Names that templates of other kinds have, and what to use here instead."""
    globals: frozenset[str]
    frames: list[dict[str, Type]] = field(default_factory=lambda: [{}])

    def get(self, name: str) -> Type | None:
        """The type of a name; None if there is no such name."""
        for frame in reversed(self.frames):
            if name in frame:
                return frame[name]
        if name in self.context.fields:
            return self.context.fields[name]
        return UNKNOWN if name in self.globals or self.context.open else None

    def set(self, name: str, kind: Type) -> None:
        self.frames[-1][name] = kind

    @contextmanager
    def inside(self, names: dict[str, Type]) -> Generator[None]:
        """A frame with further names."""
        self.frames.append(dict(names))
        try:
            yield
        finally:
            self.frames.pop()

    @contextmanager
    def alone(self, frames: list[dict[str, Type]], names: dict[str, Type]) -> Generator[None]:
        """The frames of another place, as a macro sees them, with further names."""
        own, self.frames = self.frames, [*frames, dict(names)]
        try:
            yield
        finally:
            self.frames = own

    def names(self) -> dict[str, Type]:
        """All names with their types, inner ones over outer ones."""
        found = dict(self.context.fields)
        for frame in self.frames:
            found.update(frame)
        return found

    def unknown_name(self, name: str) -> tuple[str, str]:
        """Message and advice for a name that does not exist here."""
        if name in self.elsewhere:
            return f'there is no "{name}" in a template of this kind', self.elsewhere[name]
        known = self.names()
        message = f'nothing is called "{name}"'
        if near := nearest(name, known):
            return message, f"did you mean {near}?"
        if owner := self._owner(name):
            return message, f"did you mean {owner}.{name}?"
        visible = [each for frame in self.frames for each in frame if each != "loop"] + list(self.context.fields)
        return message, f"names that can stand here: {', '.join(dict.fromkeys(visible))}" if visible else ""

    def unknown_field(self, kind: Entity, name: str, words: str) -> tuple[str, str]:
        """Message and advice for a field that a value does not have. `words` are the value's in the template."""
        owner = f"{words} ({kind.name})" if words and kind.name else words or kind.name or "this"
        message = f'{owner} has no field "{name}"'
        if path := _below(kind, name) or nearest(name, kind.fields):
            return message, f"did you mean {words}.{path}?" if words else f"did you mean {path}?"
        if other := self._owner(name):
            return message, f"did you mean {other}.{name}?"
        shown = ", ".join(list(kind.fields)[:12])
        return message, f"its fields are {shown}" if shown else ""

    def _owner(self, name: str) -> str:
        """A visible value that has a field of this name, inner ones first."""
        for frame in (*reversed(self.frames), dict(self.context.fields)):
            for owner, kind in frame.items():
                if owner != "loop" and isinstance(kind, Entity) and name in kind.fields:
                    return owner
        return ""


def _below(kind: Entity, name: str) -> str:
    """A path of two steps from an entity to a field of this name."""
    for own, inner in kind.fields.items():
        if isinstance(inner, Entity) and name in inner.fields:
            return f"{own}.{name}"
    return ""


def without_loop(kind: Type, words: str, name: str) -> tuple[str, str]:
    """Message and advice for a field asked of a list."""
    single = singular(words.rpartition(".")[2]) if words else "item"
    message = f"{words or 'this'} is a list; its items have fields, the list has none"
    item = kind.item if isinstance(kind, Listing) else UNKNOWN
    near = nearest(name, item.fields) if isinstance(item, Entity) else name
    return message, f"write {{% for {single} in {words} %}} {{{{ {single}.{near or name} }}}} {{% endfor %}}"


def singular(word: str) -> str:
    """What one item of a list is called."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else "item"
