"""iomreport: strategy reports as living documents.

Content files fill a Pydantic model, and docxtpl templates make Word documents of it: the full strategy, or an extract
for a country or a theme.

    from iomreport import build, extract, load

    strategy = load("my-report")
    build(extract(strategy, countries=["AL"]), "albania.docx", project="my-report")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport.registry import PUBLIC, load_public
from iomreport.version import VERSION as __version__

if TYPE_CHECKING:
    from iomreport.build.single import build
    from iomreport.diagnostics import (
        ContentError,
        Diagnostic,
        Location,
        OutputError,
        ReportError,
        Severity,
        TemplateError,
        UsageError,
    )
    from iomreport.document.extract import extract
    from iomreport.model.strategy import Strategy
    from iomreport.source import load

__all__ = [
    "ContentError",
    "Diagnostic",
    "Location",
    "OutputError",
    "ReportError",
    "Severity",
    "Strategy",
    "TemplateError",
    "UsageError",
    "__version__",
    "build",
    "extract",
    "load",
]


def __getattr__(name: str) -> Any:
    # The command imports this package before anything else, so the public names are loaded when they are asked for.
    if name in PUBLIC:
        return load_public(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
