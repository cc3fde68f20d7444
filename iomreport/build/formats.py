"""The formats of documents by name: how each is made, and what its making depends on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from iomreport.document.assemble import Document
from iomreport.word.seal import is_as_built


def _no_engine() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `write` makes its bytes of an assembled document; `is_as_built` says whether such bytes are unchanged.

    `engine` names what lays the document out, with the fonts it has: where that changes, documents are made anew.
    """

    suffix: str
    write: Callable[[Document], bytes]
    is_as_built: Callable[[bytes], bool]
    engine: Callable[[], str] = _no_engine


FORMATS: Final[dict[str, Format]] = {
    "docx": Format("docx", lambda document: document.content, is_as_built),
}
