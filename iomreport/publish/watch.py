"""Building again what a saved change touches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Event

from iomreport.diagnostics.codes.publish import EXTRA_MISSING
from iomreport.diagnostics.finding import Diagnostic, Findings, ReportError, UsageError
from iomreport.optional import is_installed
from iomreport.publish.executor import BuildOptions, build_targets
from iomreport.publish.fingerprint import content_fingerprint
from iomreport.publish.formats import FORMATS
from iomreport.publish.report import ReportRow, Summary
from iomreport.publish.targets import Target, parse_targets
from iomreport.strategy.context import labels
from iomreport.strategy.load.cached import load_cached
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.references import targets as reference_targets
from iomreport.template.rendered import ReferenceTarget

_WATCHED = ("content", "templates")
_PASSING = (".", "~", "#", "4913")
"""How the names of files begin that editors make for a moment."""
_PASSING_ENDS = ("~", ".tmp", ".part", ".swp", ".swx", ".bak", ".crdownload")
_DEBOUNCE = 50
"""Milliseconds in which saves that follow one another count as one."""
_TURN = 100
"""Milliseconds after which the watch comes round where nothing was saved."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of a change: the files that were saved, the documents built from them, and what is wrong."""

    files: tuple[str, ...]
    built: tuple[str, ...]
    unchanged: int
    seconds: float
    findings: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _Outputs:
    """The documents of one build."""

    rows: list[ReportRow] = field(default_factory=list[ReportRow])

    def begin(self, total: int) -> None:
        pass

    def row(self, row: ReportRow) -> None:
        self.rows.append(row)

    def end(self, summary: Summary) -> None:
        pass


class Watch:
    """Targets that are kept current. What is loaded, compiled and laid out stays warm between builds."""

    def __init__(self, project: Path, words: Sequence[str], options: BuildOptions) -> None:
        self.project = project
        self.words = words
        self.options = options
        self._made_of: dict[Target, str] = {}

    def rebuild(self, files: Iterable[str] = ()) -> Rebuilt:
        """Build what is not made of what content and templates hold now; whatever is wrong is in the result."""
        start = time.perf_counter()
        findings, outputs = Findings(), _Outputs()
        unchanged = 0
        try:
            strategy = load_cached(self.project, findings)
            wanted = parse_targets(strategy, self.words)
            references = reference_targets(strategy, labels(strategy))
            made_of = {target: self._digest(target.extract(strategy), target.kind, references) for target in wanted}
            stale = [target for target in wanted if self._made_of.get(target) != made_of[target]]
            unchanged = len(wanted) - len(stale)
            if stale:
                result = build_targets(self.project, strategy, stale, self.options, [outputs])
                findings.extend(result.summary.findings)
                failed = {row.target for row in outputs.rows if row.findings}
                self._made_of |= {target: made_of[target] for target in stale if target.name not in failed}
        except ReportError as error:
            findings.extend(error.diagnostics)
        findings.extend(each for row in outputs.rows for each in row.findings)
        built = tuple(row.output for row in outputs.rows if not row.findings)
        seconds = time.perf_counter() - start
        return Rebuilt(tuple(files), built, unchanged, seconds, tuple(dict.fromkeys(findings.items)))

    def run(self, told: Callable[[Rebuilt], None], stop: Event | None = None) -> None:
        """Build, and build again after every change until `stop` is set. Raises `UsageError` without watchfiles."""
        if not is_installed("watchfiles"):
            fix = 'pip install "iomreport[watch]"'
            raise UsageError(EXTRA_MISSING.at(None, "watching files needs the package watchfiles", fix=fix))
        from watchfiles import watch

        folders = [folder for name in _WATCHED if (folder := self.project / name).is_dir()]
        if self.options.template is not None and not self.options.template.is_relative_to(self.project):
            folders.append(self.options.template.parent)
        # Where the file system gives no events, as network drives do, WATCHFILES_FORCE_POLLING=1 looks for changes.
        changes = watch(
            *folders,
            watch_filter=lambda _, path: _is_watched(Path(path)),
            debounce=_DEBOUNCE,
            step=_DEBOUNCE // 2,
            rust_timeout=_TURN,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
        )
        # The first turn comes when the watch is on, so that nothing saved during the first build is missed.
        for turn, changed in enumerate(changes):
            if changed or turn == 0:
                told(self.rebuild(sorted({self._shown(Path(path)) for _, path in changed})))

    def _digest(self, part: Strategy, kind: str, references: Mapping[str, ReferenceTarget]) -> str:
        """All that the documents of an extract are made of and that can change while they are watched."""
        content = content_fingerprint(part, references, lambda path: (self.project / path).read_bytes())
        digest = sha256(content.encode())
        if any(FORMATS[format].paging != "none" for format in self.options.formats):
            template = self.options.template or self.project / "templates" / f"{kind}.docx"
            digest.update(template.read_bytes() if template.is_file() else b"")
        return digest.hexdigest()

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.project).as_posix() if path.is_relative_to(self.project) else str(path)


def _is_watched(path: Path) -> bool:
    return not path.name.startswith(_PASSING) and not path.name.endswith(_PASSING_ENDS)
