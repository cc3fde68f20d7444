"""The fingerprint of a document: all that its bytes depend on, in parts; and whether and why it is to be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple, cast

from iomreport.markup.field import Record
from iomreport.markup.nodes import Prose
from iomreport.markup.walk import figures, references
from iomreport.publish.builder import Paging
from iomreport.publish.destinations import Destination
from iomreport.publish.formats import FORMATS
from iomreport.publish.journal import Entry, State
from iomreport.publish.pipeline import Job
from iomreport.publish.plan import ExpandedPlan
from iomreport.publish.targets import Target
from iomreport.publish.worker import JobResult
from iomreport.strategy.context import labels
from iomreport.strategy.extract import extract
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import digest
from iomreport.strategy.pictures import picture_path
from iomreport.strategy.references import targets
from iomreport.template.rendered import ReferenceTarget
from iomreport.version import VERSION
from iomreport.word.package import read_package

SIZE = 8
"""Bytes of each part."""
_NOT_SHOWN = frozenset({"remarks"})


class Fingerprint(NamedTuple):
    """Digests of the tool, the template, the content that is shown, the settings with the variables, and the layout."""

    tool: str
    template: str
    content: str
    settings: str
    layout: str

    def __str__(self) -> str:
        return ".".join(self)


_WORDS = Fingerprint(
    "the program, how it packs, or SOURCE_DATE_EPOCH is another",
    "the template changed",
    "the content changed",
    "the settings or variables changed",
    "the layout engine or the fonts changed",
)


def differences(before: str, now: Fingerprint) -> str:
    """What changed between two fingerprints, in words; empty where nothing did."""
    old = before.split(".")
    if len(old) != len(now):
        return _WORDS.tool
    return ", ".join(words for words, was, is_ in zip(_WORDS, old, now, strict=True) if was != is_)


def short(texts: Iterable[str]) -> str:
    """A part of a fingerprint."""
    return digest(texts, SIZE)


def content_fingerprint(
    extract: Strategy, targets: Mapping[str, ReferenceTarget], picture: Callable[[str], bytes]
) -> str:
    """The digest of all that documents of an extract can show.

    That is every field, the images, and the words for the targets of its references, which may lie in other chapters.
    """
    return short(_shown(extract, targets, picture))


def _shown(extract: Strategy, targets: Mapping[str, ReferenceTarget], picture: Callable[[str], bytes]) -> Iterator[str]:
    texts: list[Prose] = []
    yield from canonical(extract, texts)
    for prose in texts:
        for reference in references(prose):
            yield f"{reference.address} {targets.get(reference.address)}"
        for figure in figures(prose):
            yield _picture(picture_path(figure), picture)
    if extract.publisher.emblem:
        yield _picture(f"content/{extract.publisher.emblem}", picture)


def _picture(path: str, picture: Callable[[str], bytes]) -> str:
    try:
        return f"{path} {sha256(picture(path)).hexdigest()}"
    except OSError:
        return f"{path} missing"


def canonical(value: object, texts: list[Prose]) -> Iterator[str]:
    """What a value says, piece by piece: equal values have equal forms, whatever file and place they came from.

    Remarks and places are left out. `texts` collects the prose that is met.
    """
    if isinstance(value, Prose):
        texts.append(value)
        yield repr(value)
    elif isinstance(value, Record):
        yield type(value).__name__
        for name in type(value).model_fields:
            if name not in _NOT_SHOWN:
                yield name
                yield from canonical(getattr(value, name), texts)
    elif isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        yield f"({len(items)}"
        for item in items:
            yield from canonical(item, texts)
    elif isinstance(value, dict):
        pairs = sorted(cast("dict[str, Any]", value).items())
        yield f"{{{len(pairs)}"
        for key, item in pairs:
            yield key
            yield from canonical(item, texts)
    else:
        yield f"{type(value).__name__} {value}"


NEW = "it is new"
GONE = "its file is gone"
CHANGED = "its file was changed since it was built"
FORCED = "all are to be built"


class Fingerprints:
    """The fingerprints of a batch's documents; what documents share is hashed once."""

    def __init__(self, batch: ExpandedPlan, engines: Mapping[Paging, str], deflate: str, epoch: str) -> None:
        """`engines` names the engine that numbers documents, and the one that prints them, where they need one."""
        self._strategy = batch.strategy
        self._project = batch.project
        self._targets = targets(batch.strategy, labels(batch.strategy))
        self._engine_names = engines
        self._tool = short((VERSION, deflate, epoch))
        self._contents: dict[Target, str] = {}
        self.templates: dict[str, bytes] = {path: (batch.project / path).read_bytes() for path in batch.templates}
        self._template_prints = {path: sha256(content).hexdigest()[:16] for path, content in self.templates.items()}
        self._fonts: dict[str, str] = {}
        self._engines: dict[tuple[str, str], str] = {}
        self.pictures: set[str] = set()
        """The paths of the images that the content shows."""

    def of(self, job: Job) -> Fingerprint:
        """The fingerprint of a document."""
        settings = f"{job.target.name} {job.language} {job.format} {job.marked} {sorted(job.variables)}"
        return Fingerprint(
            self._tool,
            # A page is made without a Word template, so a change of one is none of its own.
            "" if FORMATS[job.format].paging == "none" else self._template_prints[job.template],
            self._content(job.target),
            blake2b(settings.encode("utf-8", "surrogatepass"), digest_size=SIZE).hexdigest(),
            self._engine_of(job),
        )

    def _content(self, target: Target) -> str:
        known = self._contents.get(target)
        if known is None:
            part = extract(self._strategy, countries=target.countries, themes=target.themes)
            known = content_fingerprint(part, self._targets, self._read)
            self._contents[target] = known
        return known

    def _engine_of(self, job: Job) -> str:
        key = (job.format, job.template)
        if key not in self._engines:
            engine = self._engine_names.get(FORMATS[job.format].paging, "")
            self._engines[key] = short((self._layout(engine, job.template),))
        return self._engines[key]

    def _layout(self, engine: str, template: str) -> str:
        """A layout engine, and the fonts that it has for a template."""
        if not engine:
            return "none"
        known = self._fonts.get(template)
        if known is None:
            from iomreport.layout.fonts import fingerprint, fonts_of

            known = self._fonts[template] = fingerprint(fonts_of(read_package(self.templates[template])))
        return f"{engine} {known}"

    def _read(self, path: str) -> bytes:
        self.pictures.add(path)
        return (self._project / path).read_bytes()


def rebuild_reason(job: Job, fingerprint: Fingerprint, state: State, destination: Destination, *, force: bool) -> str:
    """Why a document is to be made, in words; empty where it stands as it should."""
    entry = state.entries.get(job.output)
    if force:
        return FORCED
    if entry is None:
        return NEW
    changed = differences(entry.fingerprint, fingerprint)
    if changed:
        return changed
    stamp = destination.stamp(job.output)
    if stamp == entry.stamp:
        return ""
    if stamp is None:
        return GONE
    content = destination.read(job.output)
    if content is not None and sha256(content).hexdigest() == entry.sha256:
        # Copied or touched, but the same: only the stamp is another.
        state.entries[job.output] = entry._replace(stamp=stamp)
        return ""
    return CHANGED


def read_pictures(project: Path, batch: ExpandedPlan) -> Mapping[str, bytes]:
    """The images of all figures of a strategy, by path; one that cannot be read is missing."""
    found: dict[str, bytes] = {}

    def read(path: str) -> bytes:
        found[path] = (project / path).read_bytes()
        return found[path]

    content_fingerprint(batch.strategy, {}, read)
    return found


def entry_of(job: Job, fingerprint: Fingerprint, made: JobResult) -> Entry:
    """What the state keeps of a document."""
    seconds = round(made.seconds, 4)
    return Entry(job.target.name, str(fingerprint), made.stamp, made.size, made.sha256, seconds, made.pages)
