"""Templates from an unknown hand, rendered in a process of their own with bounds on time, memory and output.

The sandbox already keeps a template from files, programs and objects; what is left is a template that computes for ever
or fills the memory. The process gets plain values by a file, inherits no environment, and gives back bytes and JSON,
never objects.

A template from an unknown hand: it is never compiled in this program's own process, only in one with bounds.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from math import ceil
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from iomreport.diagnostics.codes.templates import OUT_OF_BOUNDS, RENDERING, UNREADABLE
from iomreport.diagnostics.finding import Diagnostic, Location, TemplateError
from iomreport.markup.field import Record
from iomreport.markup.nodes import Figure
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.template.rendered import NO_INFO, Document, DocumentInfo
from iomreport.word.contents import Entry
from iomreport.word.fragments import Picture
from iomreport.word.package import Member, PackageError, deflater, read_package, write_package
from iomreport.word.properties import CUSTOM, seal_of

if sys.platform != "win32":
    import resource

_KEPT = ("LANG", "LC_ALL", "SYSTEMROOT")
"""What the process gets to know of the environment."""
_HEAD = 8


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an untrusted template may take: seconds, bytes of memory beside the program's own, bytes of document.

    On Windows only the seconds are enforced.
    """

    seconds: float = 20.0
    memory: int = 512_000_000
    output: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """All that a document is made of. The info's `finish` is not carried over."""

    content: bytes
    name: str
    values: Mapping[str, Any]
    info: DocumentInfo = NO_INFO
    pages: Mapping[str, str] = field(default_factory=dict[str, str])
    captions: tuple[str, str] = ("Table", "Figure")
    marked: bool = False
    deflate: str = "auto"
    picture: Callable[[Figure], Picture] | None = None


def render_untrusted(content: bytes, values: Mapping[str, Any], bounds: Bounds | None = None, name: str = "") -> bytes:
    """The document of a template from an unknown hand; raises `TemplateError` (T109 where it passes a bound)."""
    return assemble_untrusted(Request(content, name or "template", values), bounds).content


def assemble_untrusted(request: Request, bounds: Bounds | None = None) -> Document:
    """Make a document within bounds; raises `TemplateError` (T109 where the template passes one)."""
    bounds = bounds or Bounds()
    at = Location(request.name)
    pictures = {each: request.picture(each) for each in _figures(request.values)} if request.picture else {}
    carried = replace(request, picture=None, info=replace(request.info, finish=None))
    with TemporaryFile() as given, TemporaryFile() as made, TemporaryFile() as said:
        pickle.dump((carried, pictures), given)
        given.seek(0)
        code = _run(bounds, given, made, said)
        made.seek(0)
        answer = made.read(bounds.output + _HEAD)
        said.seek(0)
        if code != 0:
            raise TemplateError(_stopped(code, bounds, at, said.read().decode("utf-8", "replace")))
    return _read(answer)


def _run(bounds: Bounds, given: BinaryIO, made: BinaryIO, said: BinaryIO) -> int | None:
    """The exit code of the process, or None where it was stopped for its time."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "IOMREPORT_CACHE": "", "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", __spec__.name, str(bounds.seconds), str(bounds.memory), str(bounds.output)]
    process = subprocess.Popen(command, stdin=given, stdout=made, stderr=said, env=environment)
    try:
        return process.wait(bounds.seconds + 1)
    except subprocess.TimeoutExpired:
        return None
    finally:
        process.kill()
        process.wait()


def _stopped(code: int | None, bounds: Bounds, at: Location, said: str) -> Diagnostic:
    """Why the process ended without an answer."""
    if code is None or -code == getattr(signal, "SIGXCPU", None):
        return OUT_OF_BOUNDS.at(at, f"the template takes more than the {bounds.seconds:g} seconds that it may")
    if code < 0 or "MemoryError" in said:
        return OUT_OF_BOUNDS.at(at, f"the template takes more memory than the {bounds.memory:,} bytes that it may")
    if "File too large" in said:
        return OUT_OF_BOUNDS.at(at, f"the document is larger than the {bounds.output:,} bytes that it may be")
    last = said.strip().rpartition("\n")[2]
    return RENDERING.at(at, f"the template cannot be rendered: {last}")


def _figures(value: object) -> Iterator[Figure]:
    """The figures in values of any shape."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Mapping):
        for each in cast("Mapping[object, object]", value).values():
            yield from _figures(each)
    elif isinstance(value, list | tuple):
        for each in cast("Sequence[object]", value):
            yield from _figures(each)
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _figures(getattr(value, name))
    elif hasattr(value, "__dataclass_fields__"):
        for name in cast(Any, value).__dataclass_fields__:
            yield from _figures(getattr(value, name))


def _read(answer: bytes) -> Document:
    """The document, or the error, that the process wrote."""
    size = int.from_bytes(answer[:_HEAD], "big")
    said = json.loads(answer[_HEAD : _HEAD + size])
    if "diagnostics" in said:
        raise TemplateError(Diagnostic.from_dict(each) for each in said["diagnostics"])
    entries = {name: tuple(Entry(*entry) for entry in said[name]) for name in ("headings", "captions")}
    return Document(answer[_HEAD + size :], tuple(said["paged"]), **entries, notes=said["notes"])


def _answer(request: Request, pictures: Mapping[Figure, Picture]) -> Iterator[bytes]:
    try:
        shelf = TemplateStore(pictures.__getitem__, request.captions)
        template = shelf.open_bytes(request.content, request.name, marked=request.marked)
        document = assemble(template, request.values, Packer(deflater(request.deflate)), request.info, request.pages)
        content, said = document.content, {name: value for name, value in asdict(document).items() if name != "content"}
        said |= {name: [list(entry.values()) for entry in said[name]] for name in ("headings", "captions")}
    except TemplateError as error:
        content, said = b"", {"diagnostics": [each.as_dict() for each in error.diagnostics]}
    head = json.dumps(said).encode()
    yield from (len(head).to_bytes(_HEAD, "big"), head, content)


def main() -> None:
    """Make the document that the standard input asks for, within the bounds of the arguments."""
    seconds, memory, output = sys.argv[1:]
    if sys.platform != "win32":
        own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _HAS_STATM else 0
        for kind, bound in (
            (resource.RLIMIT_CPU, ceil(float(seconds))),
            (resource.RLIMIT_AS, own + int(memory)),
            (resource.RLIMIT_FSIZE, int(output)),
            (resource.RLIMIT_CORE, 0),
        ):
            # At its soft bound on time a process is told which one it passed, at its hard one it is only killed.
            resource.setrlimit(kind, (bound, bound + 1))
    request, pictures = pickle.load(sys.stdin.buffer)
    for piece in _answer(request, pictures):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


_HAS_STATM = Path("/proc/self/statm").exists()

if __name__ == "__main__":
    main()


@dataclass(frozen=True, slots=True)
class UntrustedTemplate:
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
        info: DocumentInfo,
        pages: Mapping[str, str],
        captions: tuple[str, str],
        deflate: str,
        picture: Callable[[Figure], Picture],
    ) -> Document:
        """The document, made within the bounds; raises `TemplateError` (T109 where the template passes one)."""
        request = Request(self.content, self.name, values, info, pages, captions, self.marked, deflate, picture)
        document = assemble_untrusted(request, self.bounds)
        return document if info.finish is None else _finished(document, info.finish, Packer(deflater(deflate)))


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
