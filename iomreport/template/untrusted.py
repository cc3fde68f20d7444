"""Templates from an unknown hand, rendered in a process of their own with bounds on time, memory and output.

The sandbox already keeps a template from files, programs and objects; what is left is a template that computes for ever
or fills the memory. It is never compiled in this program's own process. The process with bounds gets plain values,
inherits no environment, can write no file, and gives back bytes and JSON, never objects.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import sha256
from math import ceil
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import Any, BinaryIO, cast

from iomreport.diagnostics.codes.templates import OUT_OF_BOUNDS, RENDERING, UNREADABLE
from iomreport.diagnostics.finding import Diagnostic, Location, TemplateError
from iomreport.markup.field import Record
from iomreport.markup.nodes import Figure
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import Template, TemplateStore
from iomreport.template.rendered import NO_INFO, Document, DocumentInfo
from iomreport.word.contents import Entry
from iomreport.word.fragments import Picture
from iomreport.word.package import Member, PackageError, deflater, read_package, write_package
from iomreport.word.properties import CUSTOM, seal_of

if sys.platform != "win32":
    import resource

_KEPT = ("LANG", "LC_ALL", "SYSTEMROOT")
"""What the process gets to know of the environment."""
_SIZE = 8
"""Bytes that tell the length of a message."""


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
    with BoundedProcess(request, bounds or Bounds()) as process:
        return process.assemble(request.pages)


class BoundedProcess:
    """A process that makes one document, as often as its page numbers change. The bounds are on all of it."""

    def __init__(self, request: Request, bounds: Bounds) -> None:
        self._at = Location(request.name)
        self._bounds = bounds
        self._said = TemporaryFile()  # noqa: SIM115 - closed with the process
        figures = _figures(request.values) if request.picture else ()
        pictures = {each: request.picture(each) for each in figures} if request.picture else {}
        carried = replace(request, picture=None, info=replace(request.info, finish=None))
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "IOMREPORT_CACHE": "", "PYTHONSAFEPATH": "1"}
        command = [sys.executable, "-m", __spec__.name, str(bounds.seconds), str(bounds.memory)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, env=environment
        )
        self._out_of_time = False
        # The bound on processor time is the process's own; this one is for one that waits.
        self._clock = Timer(bounds.seconds + 1, self._stop)
        self._clock.daemon = True
        self._clock.start()
        self._send(pickle.dumps((carried, pictures)))

    def __enter__(self) -> BoundedProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._clock.cancel()
        self._process.kill()
        # What is still to be written to a process that is gone is of no use.
        with suppress(OSError):
            self._process.communicate()
        self._said.close()

    def assemble(self, pages: Mapping[str, str]) -> Document:
        """The document with its page numbers; raises `TemplateError` (T109 where the template passes a bound)."""
        self._send(json.dumps(dict(pages)).encode())
        output = cast(BinaryIO, self._process.stdout)
        sizes = output.read(2 * _SIZE)
        said, size = int.from_bytes(sizes[:_SIZE], "big"), int.from_bytes(sizes[_SIZE:], "big")
        if said + size > self._bounds.output:
            raise TemplateError(
                OUT_OF_BOUNDS.at(
                    self._at, f"the document is larger than the {self._bounds.output:,} bytes that it may be"
                )
            )
        answer = output.read(said + size)
        if len(sizes) < 2 * _SIZE or len(answer) < said + size:
            code = self._process.wait()
            self._said.seek(0)
            words = self._said.read().decode("utf-8", "replace")
            raise TemplateError(_stopped(None if self._out_of_time else code, self._bounds, self._at, words))
        return _read(answer[:said], answer[said:])

    def _send(self, content: bytes) -> None:
        # That the process is gone is said when its answer is missing.
        with suppress(OSError):
            stream = cast(BinaryIO, self._process.stdin)
            stream.write(len(content).to_bytes(_SIZE, "big") + content)
            stream.flush()

    def _stop(self) -> None:
        self._out_of_time = True
        self._process.kill()


def _stopped(code: int | None, bounds: Bounds, at: Location, said: str) -> Diagnostic:
    """Why the process ended without an answer."""
    if code is None or -code == getattr(signal, "SIGXCPU", None):
        return OUT_OF_BOUNDS.at(at, f"the template takes more than the {bounds.seconds:g} seconds that it may")
    if code < 0 or "MemoryError" in said:
        return OUT_OF_BOUNDS.at(at, f"the template takes more memory than the {bounds.memory:,} bytes that it may")
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


def _read(head: bytes, content: bytes) -> Document:
    """The document, or the error, that the process wrote."""
    said = json.loads(head)
    if "diagnostics" in said:
        raise TemplateError(Diagnostic.from_dict(each) for each in said["diagnostics"])
    entries = {name: tuple(Entry(*entry) for entry in said[name]) for name in ("headings", "captions")}
    return Document(content, tuple(said["paged"]), **entries, notes=said["notes"])


def _answer(make: Callable[[], Document]) -> Iterator[bytes]:
    try:
        document = make()
        content, said = document.content, {name: value for name, value in asdict(document).items() if name != "content"}
        said |= {name: [list(entry.values()) for entry in said[name]] for name in ("headings", "captions")}
    except TemplateError as error:
        content, said = b"", {"diagnostics": [each.as_dict() for each in error.diagnostics]}
    head = json.dumps(said).encode()
    yield from (len(head).to_bytes(_SIZE, "big"), len(content).to_bytes(_SIZE, "big"), head, content)


def main() -> None:
    """Make the documents that the standard input asks for, within the bounds of the arguments."""
    seconds, memory = sys.argv[1:]
    if sys.platform != "win32":
        own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _HAS_STATM else 0
        for kind, bound in (
            (resource.RLIMIT_CPU, ceil(float(seconds))),
            (resource.RLIMIT_AS, own + int(memory)),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            # At its soft bound on time a process is told which one it passed, at its hard one it is only killed.
            resource.setrlimit(kind, (bound, bound + 1))
    request, pictures = pickle.loads(_received())
    packer = Packer(deflater(request.deflate))

    @cache
    def template() -> Template:
        store = TemplateStore(pictures.__getitem__, request.captions)
        return store.open_bytes(request.content, request.name, marked=request.marked)

    while asked := _received():
        pages = json.loads(asked)
        for piece in _answer(lambda: assemble(template(), request.values, packer, request.info, pages)):  # noqa: B023
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def _received() -> bytes:
    """The next message; empty where there is none."""
    return sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(_SIZE), "big"))


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

    @contextmanager
    def opened(
        self,
        values: Mapping[str, Any],
        info: DocumentInfo,
        captions: tuple[str, str],
        deflate: str,
        picture: Callable[[Figure], Picture],
    ) -> Generator[Callable[[Mapping[str, str]], Document]]:
        """What makes a document with its page numbers, in one process, within the bounds.

        It raises `TemplateError` (T109 where the template passes a bound).
        """
        request = Request(self.content, self.name, values, info, {}, captions, self.marked, deflate, picture)
        with BoundedProcess(request, self.bounds) as process:

            def make(pages: Mapping[str, str]) -> Document:
                document = process.assemble(pages)
                return document if info.finish is None else _finished(document, info.finish, Packer(deflater(deflate)))

            yield make


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
