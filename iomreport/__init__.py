"""iomreport: strategy reports as living documents.

Content files fill a Pydantic model, and docxtpl templates make Word documents of it: the full strategy, or an extract
for a country or a theme.

    from iomreport import build, extract, load

    strategy = load("my-report")
    build(extract(strategy, countries=["AL"]), "albania.docx", project="my-report")

`load` reads content, `extract` selects, `build` makes a document, `batch` runs a plan of many, `check` says what is
wrong, and `render` makes a document of any docxtpl template. Mistakes are exceptions with `diagnostics`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport.version import VERSION as __version__

if TYPE_CHECKING:
    from iomreport.api import (
        ContentError,
        Country,
        Diagnostic,
        LayoutError,
        Location,
        Mission,
        OutputError,
        Priority,
        Project,
        ProjectGroup,
        Regional,
        RegionalPriority,
        ReportError,
        Severity,
        Strategy,
        Summary,
        TemplateError,
        Theme,
        UsageError,
        batch,
        build,
        check,
        check_document,
        examine,
        extract,
        load,
        render,
    )

__all__ = [
    "ContentError",
    "Country",
    "Diagnostic",
    "LayoutError",
    "Location",
    "Mission",
    "OutputError",
    "Priority",
    "Project",
    "ProjectGroup",
    "Regional",
    "RegionalPriority",
    "ReportError",
    "Severity",
    "Strategy",
    "Summary",
    "TemplateError",
    "Theme",
    "UsageError",
    "__version__",
    "batch",
    "build",
    "check",
    "check_document",
    "examine",
    "extract",
    "load",
    "render",
]


def __getattr__(name: str) -> Any:
    # The command imports this package before anything else, so what scripts call is loaded when it is asked for.
    if name in __all__:
        from iomreport import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
