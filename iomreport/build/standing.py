"""Which documents of a plan stand as they should, and which are to be made, and why."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b, sha256
from pathlib import Path

from iomreport.build.axes import Job
from iomreport.build.destinations import Destination
from iomreport.build.formats import FORMATS, Paging
from iomreport.build.matrix import Batch
from iomreport.build.prints import SIZE, Fingerprint, content_print, differences, short
from iomreport.build.selections import Selected
from iomreport.build.state import Entry, State
from iomreport.build.workers import Made
from iomreport.document.extract import extract
from iomreport.document.references import targets
from iomreport.document.view import labels
from iomreport.registry import load
from iomreport.version import VERSION
from iomreport.word.package import read_package

NEW = "it is new"
GONE = "its file is gone"
CHANGED = "its file was changed since it was built"
FORCED = "all are to be built"


class Prints:
    """The fingerprints of a batch's documents; what documents share is hashed once."""

    def __init__(self, batch: Batch, engines: Mapping[Paging, str], deflate: str, epoch: str) -> None:
        """`engines` names the engine that numbers documents, and the one that prints them, where they need one."""
        self._strategy = batch.strategy
        self._project = batch.project
        self._targets = targets(batch.strategy, labels(batch.strategy))
        self._engine_names = engines
        self._tool = short((VERSION, deflate, epoch))
        self._contents: dict[Selected, str] = {}
        self.templates: dict[str, bytes] = {path: (batch.project / path).read_bytes() for path in batch.templates}
        self._template_prints = {path: sha256(content).hexdigest()[:16] for path, content in self.templates.items()}
        self._fonts: dict[str, str] = {}
        self._engines: dict[tuple[str, str], str] = {}
        self.pictures: set[str] = set()
        """The paths of the images that the content shows."""

    def of(self, job: Job) -> Fingerprint:
        """The fingerprint of a document."""
        settings = f"{job.target} {job.language} {job.format} {job.marked} {sorted(job.variables)}"
        return Fingerprint(
            self._tool,
            # A page is made without a Word template, so a change of one is none of its own.
            "" if FORMATS[job.format].paging == "none" else self._template_prints[job.template],
            self._content(job.selected),
            blake2b(settings.encode("utf-8", "surrogatepass"), digest_size=SIZE).hexdigest(),
            self._engine_of(job),
        )

    def _content(self, selected: Selected) -> str:
        known = self._contents.get(selected)
        if known is None:
            part = extract(self._strategy, countries=selected.countries, themes=selected.themes)
            known = content_print(part, self._targets, self._read)
            self._contents[selected] = known
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
            fonts = load("fonts")
            known = self._fonts[template] = fonts.fingerprint(fonts.fonts_of(read_package(self.templates[template])))
        return f"{engine} {known}"

    def _read(self, path: str) -> bytes:
        self.pictures.add(path)
        return (self._project / path).read_bytes()


def why(job: Job, fingerprint: Fingerprint, state: State, destination: Destination, *, force: bool) -> str:
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


def read_pictures(project: Path, batch: Batch) -> Mapping[str, bytes]:
    """The images of all figures of a strategy, by path; one that cannot be read is missing."""
    found: dict[str, bytes] = {}

    def read(path: str) -> bytes:
        found[path] = (project / path).read_bytes()
        return found[path]

    content_print(batch.strategy, {}, read)
    return found


def entry_of(job: Job, fingerprint: Fingerprint, made: Made) -> Entry:
    """What the state keeps of a document."""
    seconds = round(made.seconds, 4)
    return Entry(job.target, str(fingerprint), made.stamp, made.size, made.sha256, seconds, made.pages)
