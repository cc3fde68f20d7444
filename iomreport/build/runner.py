"""Running a build: every target is tried, every failure is kept, and what changed is known at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from iomreport.build.fingerprints import field_digests
from iomreport.build.output import write_output
from iomreport.build.press import Press
from iomreport.build.targets import Target
from iomreport.codes.output import EMPTY_EXTRACT, MIXED_TARGETS, NO_TEMPLATE
from iomreport.diagnostics import Diagnostic, Location, ReportError, UsageError
from iomreport.document.extract import extract
from iomreport.model.strategy import Strategy

STATE = Path(".iomreport", "fields.json")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a build is asked for. `template` replaces the project's own, for targets of one kind."""

    output: Path
    template: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    force: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one target: its file, whether it was written, and why not."""

    target: Target
    path: Path
    written: bool = False
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a build. `changed` are addresses whose values differ from those of the build before."""

    outcomes: tuple[Outcome, ...]
    changed: tuple[str, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.findings)


def run_build(
    press: Press, targets: Sequence[Target], settings: Settings, report: Callable[[Outcome], None] | None = None
) -> Run:
    """Build targets one after the other; `report` is told of each. Raises `UsageError` before anything is built."""
    template_of = {target.kind: _template_path(press.project, target, targets, settings) for target in targets}
    now: dict[str, str] = {}
    outcomes: list[Outcome] = []
    for target in targets:
        outcome = _build(press, target, template_of[target.kind], settings, now)
        outcomes.append(outcome)
        if report:
            report(outcome)
    before = _read_state(press.project)
    changed = tuple(address for address, value in now.items() if before.get(address, value) != value)
    if now:
        _write_state(press.project, before | now)
    return Run(tuple(outcomes), changed)


def extract_of(strategy: Strategy, target: Target) -> Strategy:
    """The extract that a target shows."""
    if target.kind == "country":
        return extract(strategy, countries=[target.key])
    return extract(strategy, themes=[target.key]) if target.kind == "theme" else strategy


def _build(press: Press, target: Target, template: Path, settings: Settings, now: dict[str, str]) -> Outcome:
    path = settings.output / target.output
    try:
        part = extract_of(press.strategy, target)
        if part.selection and not part.countries and not part.regional.project_groups:
            press.findings.add(EMPTY_EXTRACT.at(None, f"no priority and no project belongs to {target.name}"))
        digests = field_digests(part)
        document = press.make(part, press.open(template), settings.variables, target.name, digests)
        written = write_output(path, document.content, _shown(path, press.project), force=settings.force)
    except ReportError as error:
        return Outcome(target, path, findings=error.diagnostics)
    now.update(digests)
    return Outcome(target, path, written)


def _template_path(project: Path, target: Target, targets: Sequence[Target], settings: Settings) -> Path:
    if settings.template is None:
        path = project / "templates" / f"{target.kind}.docx"
    else:
        kinds = sorted({each.kind for each in targets})
        if len(kinds) > 1:
            raise UsageError(
                MIXED_TARGETS.at(None, f"one template cannot serve targets of the kinds {', '.join(kinds)}")
            )
        path = settings.template
    if not path.is_file():
        raise UsageError(NO_TEMPLATE.at(Location(_shown(path, project)), NO_TEMPLATE.title))
    return path


def _shown(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)


def _read_state(project: Path) -> dict[str, str]:
    """The digests of the build before; a state that cannot be read only means that nothing is known to have changed."""
    try:
        state = json.loads((project / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in state.items()} if isinstance(state, dict) else {}  # pyright: ignore


def _write_state(project: Path, state: Mapping[str, str]) -> None:
    path = project / STATE
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps(state, indent=0, sort_keys=True), "utf-8")
        beside.replace(path)
