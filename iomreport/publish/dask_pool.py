"""A session's context on a Dask cluster: every worker gets it once, also one that joins while the run goes on.

A module of its own, since Dask's workers import it by its name, and importing it needs `distributed`.
"""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from iomreport.publish.worker import PackedContext, close_session, take_context

Base: Any = WorkerPlugin


class WorkerContextPlugin(Base):
    """Sets a worker up for a context, and lets go of it when the batch is over."""

    def __init__(self, packed: PackedContext) -> None:
        self.packed = packed
        self.name = f"iomreport-{packed.key}"

    def setup(self, worker: object) -> None:
        take_context(self.packed)

    def teardown(self, worker: object) -> None:
        close_session(self.packed.key)
