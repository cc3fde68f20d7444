"""Variables whose values come later.

A template can print a hole, and ask whether it is there, and nothing else: whatever else it does with a variable may
depend on the value.
"""

from __future__ import annotations

from typing import Final, NoReturn

OPEN: Final = "\x03"
"""Stands around the number of a hole. XML forbids it, and content and templates with it are refused."""
_REFUSED = (
    *("str", "repr", "hash", "len", "iter", "contains", "getitem", "format", "int", "float", "index"),
    *("eq", "ne", "lt", "le", "gt", "ge", "add", "radd", "mul", "rmul", "mod", "rmod"),
)


class InspectedError(TypeError):
    """A template did more with a variable than print it."""


class Hole:
    """A variable with a value that comes later and is not empty."""

    __slots__ = ("text",)

    def __init__(self, number: int) -> None:
        self.text = f"{OPEN}{number}{OPEN}"

    def __bool__(self) -> bool:
        return True


def _refuse(*_: object) -> NoReturn:
    raise InspectedError("the template looks into a variable")


for _name in _REFUSED:
    setattr(Hole, f"__{_name}__", _refuse)
