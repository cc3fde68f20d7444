"""What scripts call: everything that `import iomreport` offers."""

from __future__ import annotations

from iomreport.diagnostics.finding import (
    ContentError,
    Diagnostic,
    Location,
    OutputError,
    ReportError,
    Severity,
    TemplateError,
    UsageError,
)
from iomreport.publish.pipeline import build
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.model.strategy import Strategy

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
    "build",
    "extract",
    "load",
]
