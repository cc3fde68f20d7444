"""A plan prepared: its documents, what they depend on, and how the caller wants them made."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from iomreport.diagnostics.finding import Findings
from iomreport.publish.destinations import Destination, open_destination
from iomreport.publish.edition_cache import load_cached
from iomreport.publish.engines import Engines, find_engines
from iomreport.publish.expanded_plan import ExpandedPlan
from iomreport.publish.inputs import hash_inputs
from iomreport.publish.job import Job
from iomreport.publish.journal import State
from iomreport.publish.plan import read_plan
from iomreport.publish.rebuild_reason import Fingerprints
from iomreport.publish.source_date import source_date
from iomreport.word.package import deflater


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is run. `output` and `layout` replace the plan's; `variables` replace those of the same names.

    `executor` makes the documents, or the Dask cluster of `scheduler`, or `jobs` processes of this machine. With
    `shared` the workers of an executor or cluster see the output folder and write to it themselves. Templates
    that are `untrusted` render in processes of their own, with bounds on time and memory.
    """

    output: str = ""
    layout: str = ""
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    jobs: int | None = None
    force: bool = False
    fail_fast: bool = False
    sync: bool = False
    verify: bool = False
    executor: Executor | None = None
    scheduler: str = ""
    shared: bool = False
    untrusted: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What of it changes the documents."""
        return (self.layout, *(f"{name}={value}" for name, value in sorted(self.variables.items())))


@dataclass(frozen=True, slots=True)
class Planned:
    """A document of a plan, and why it would be made; with no reason it stands as it should."""

    job: Job
    why: str


@dataclass(slots=True)
class PreparedBatch:
    """A plan with everything that it names."""

    batch: ExpandedPlan
    prints: Fingerprints
    state: State
    destination: Destination
    address: str
    inputs: dict[str, str]
    engines: Engines
    findings: Findings


def prepare_batch(file: Path, root: Path, options: Options, state: State) -> PreparedBatch:
    """Open a plan. Raises `ContentError` and `UsageError`; entries of another destination leave the state."""
    # Hashed before anything is read: what changes from now on differs at the next run.
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
    inputs = hash_inputs(root, [name])
    plan = read_plan(file, root)
    findings = Findings()
    batch = ExpandedPlan(plan, load_cached(root, findings), root, options.variables)
    inputs |= hash_inputs(root, [*batch.templates, *batch.lists])
    address = options.output or plan.output
    destination = open_destination(address, root)
    if state.destination != address:
        state.entries.clear()
    findings.extend(batch.findings.items)
    engines = find_engines(options.layout or plan.layout, batch.pagings, findings)
    prints = Fingerprints(batch, engines.names, deflater().name, str(source_date() or ""))
    return PreparedBatch(batch, prints, state, destination, address, inputs, engines, findings)
