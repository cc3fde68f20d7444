"""The kit of a batch on a Dask cluster: every worker gets it once, also one that joins while the batch runs."""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from iomreport.build.workers import Packed, close_bench, take_kit

Base: Any = WorkerPlugin


class KitPlugin(Base):
    """Sets a worker up for a kit, and lets go of it when the batch is over."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.name = f"iomreport-{packed.key}"

    def setup(self, worker: object) -> None:
        take_kit(self.packed)

    def teardown(self, worker: object) -> None:
        close_bench(self.packed.key)
