"""A template from an unknown hand: it is never compiled in this program's own process, only in one with bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from iomreport.codes.templates import UNREADABLE
from iomreport.diagnostics import Location, TemplateError
from iomreport.document.assemble import Document, Imprint, Packer
from iomreport.document.untrusted import Bounds, Request, assemble_untrusted
from iomreport.markup.nodes import Figure
from iomreport.word.deflate import deflater
from iomreport.word.fragments import Picture
from iomreport.word.package import Member, PackageError, read_package, write_package
from iomreport.word.seal import CUSTOM, seal_of


@dataclass(frozen=True, slots=True)
class ForeignTemplate:
    """The bytes of a template, and what may be known of them without compiling."""

    name: str
    content: bytes
    marked: bool
    bounds: Bounds
    digest: str = field(init=False)
    members: Mapping[str, Member] = field(init=False)

    def __post_init__(self) -> None:
        """Raises `TemplateError` where the package passes its bounds."""
        object.__setattr__(self, "digest", sha256(self.content).hexdigest())
        try:
            object.__setattr__(self, "members", read_package(self.content))
        except PackageError as error:
            raise TemplateError(UNREADABLE.at(Location(self.name), f"the template cannot be read: {error}")) from error

    def assemble(
        self,
        values: Mapping[str, Any],
        imprint: Imprint,
        pages: Mapping[str, str],
        captions: tuple[str, str],
        deflate: str,
        picture: Callable[[Figure], Picture],
    ) -> Document:
        """The document, made within the bounds; raises `TemplateError` (T109 where the template passes one)."""
        request = Request(self.content, self.name, values, imprint, pages, captions, self.marked, deflate, picture)
        document = assemble_untrusted(request, self.bounds)
        return document if imprint.finish is None else _finished(document, imprint.finish, Packer(deflater(deflate)))


def _finished(
    document: Document, finish: Callable[[Mapping[str, Member]], Mapping[str, Member]], packer: Packer
) -> Document:
    """A document that came back, with what `finish` changes, sealed anew."""
    members = dict(finish(read_package(document.content)))
    custom = members.pop(CUSTOM, None)
    if custom is None:
        return replace(document, content=write_package(members.values()))
    before = seal_of(member for name, member in read_package(document.content).items() if name != CUSTOM)
    sealed = custom.content().decode().replace(before, seal_of(members.values()))
    return replace(document, content=write_package((*members.values(), packer.member(CUSTOM, sealed))))
