"""The one place where a module is imported later than at the start.

Starting the command is felt at every call, so what few runs need is imported when it is first asked for: the verbs of
the command, the parts that read a template with docxtpl and lxml, and optional back-ends. Everything that may be
loaded so is declared here by name; nothing else in the package imports inside a function.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any, Final

DEFERRED: Final[dict[str, str]] = {
    "template lint": "iomreport.document.lint",
    "template compiler": "iomreport.document.compiler",
    "docxtpl fallback": "iomreport.document.fallback",
    "PDF origin": "iomreport.export.pdf_origin",
    "PDF pages": "iomreport.export.pdf_pages",
    "PDF seal": "iomreport.export.pdf_seal",
    "html page": "iomreport.export.html",
    "embedding": "iomreport.layout.embedding",
    "fonts": "iomreport.layout.fonts",
    "layout": "iomreport.layout.choice",
    "PDF printer": "iomreport.export.pdf",
    "PDF mending": "iomreport.export.pdf_mending",
    "pikepdf": "pikepdf",
    "kept layouts": "iomreport.layout.keep",
    "integrity": "iomreport.word.integrity",
    "content loader": "iomreport.source.loader",
    "accessibility check": "iomreport.commands.accessibility",
    "batch run": "iomreport.build.batch",
    "remote folders": "iomreport.build.remote",
    "Dask kit": "iomreport.build.dask_kit",
    "distributed": "distributed",
    "fsspec": "fsspec",
    "openpyxl": "openpyxl",
    "rich progress": "rich.progress",
    "rich console": "rich.console",
    "batch report": "iomreport.build.report",
    "destinations": "iomreport.build.destinations",
    "table grids": "iomreport.document.grids",
    "docxtpl": "docxtpl",
    "email-validator": "email_validator",
    "imagesize": "imagesize",
    "isal": "isal.isal_zlib",
    "phonenumbers": "phonenumbers",
    "rdocx": "rdocx",
    "zlib-ng": "zlib_ng.zlib_ng",
}


_OF_DIAGNOSTICS = (
    "ContentError",
    "Diagnostic",
    "Location",
    "OutputError",
    "ReportError",
    "Severity",
    "TemplateError",
    "UsageError",
)
PUBLIC: Final[dict[str, str]] = {
    "build": "iomreport.build.single",
    "extract": "iomreport.document.extract",
    "load": "iomreport.source",
    "Strategy": "iomreport.model.strategy",
    **dict.fromkeys(_OF_DIAGNOSTICS, "iomreport.diagnostics"),
}
"""The public names of the package, and the modules that define them."""


def load_public(name: str) -> Any:
    """A public name of the package."""
    return getattr(import_module(PUBLIC[name]), name)


COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "addresses": ("iomreport.commands.addresses", "List the fields of a document and what was changed in them."),
    "batch": ("iomreport.commands.batch", "Build all documents of a plan that are not as they should be."),
    "build": ("iomreport.commands.build", "Build documents."),
    "check": ("iomreport.commands.check", "Find what is wrong with content and templates."),
    "explain": ("iomreport.commands.explain", "Say what the code of a message means."),
    "inspect": ("iomreport.commands.inspect", "Say where a document comes from and whether it is still current."),
    "schema": ("iomreport.commands.schema", "Write JSON Schemas, for editors that complete and check while typing."),
    "list": ("iomreport.commands.listing", "List countries, projects, themes, targets or remarks."),
    "verify": ("iomreport.commands.verify", "Check a delivery against its manifest."),
    "template": ("iomreport.commands.template", "Write, check and describe templates."),
}
"""The verbs of the command: the module of each, and what it does in a line."""


def load_command(name: str) -> Any:
    """The click command of a verb."""
    return import_module(COMMANDS[name][0]).command


def load(name: str) -> Any:
    """The module declared under `name`; `ImportError` where an optional one is not installed."""
    return import_module(DEFERRED[name])


def load_class(name: str) -> Any:
    """A class by `module:Class`; raises `ImportError` or `AttributeError`. Only what the user's settings name."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def code_modules() -> list[Any]:
    """The modules that declare kinds of findings."""
    codes = import_module("iomreport.codes")
    return [import_module(f"iomreport.codes.{each.name}") for each in iter_modules(codes.__path__)]


def available(name: str) -> bool:
    """Whether the module declared under `name` is installed, without importing it."""
    return find_spec(DEFERRED[name].partition(".")[0]) is not None
