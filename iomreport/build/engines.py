"""The layout engine of a build."""

from __future__ import annotations

from iomreport.diagnostics import Findings
from iomreport.layout.engine import LayoutEngine
from iomreport.registry import load


def open_engine(name: str, findings: Findings) -> LayoutEngine | None:
    """The engine, which keeps its layouts; the caller closes it. Raises `LayoutError`."""
    if name == "none":
        return None
    engine: LayoutEngine | None = load("layout").choose(name, False, findings)
    return None if engine is None else load("kept layouts").KeepingEngine(engine)


def engine_kind(engine: LayoutEngine | None) -> str:
    """The name under which another process opens the same engine."""
    if engine is None:
        return "none"
    return "libreoffice" if engine.name.casefold().startswith("libreoffice") else "embedded"
