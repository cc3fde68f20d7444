"""The layout engine of a build."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import cast

from iomreport.diagnostics.codes.publish import UNKNOWN_LAYOUT
from iomreport.diagnostics.finding import Findings, UsageError
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.layout.engine import ENGINE_NAMES, EngineName, LayoutEngine, Printer
from iomreport.publish.builder import DocumentBuilder
from iomreport.publish.formats import Paging


def open_engine(name: str, findings: Findings) -> LayoutEngine | None:
    """The engine, which keeps its layouts; the caller closes it. Raises `LayoutError`."""
    known = _known(name)
    if known == "none":
        return None
    from iomreport.layout.choice import choose
    from iomreport.layout.keep import KeepingEngine

    engine = choose(known, False, findings)
    return None if engine is None else KeepingEngine(engine)


def open_printer(name: str, findings: Findings, engines: int = 0) -> Printer:
    """What prints PDFs, with so many engines, or with as many as suit the machine; the caller closes it.

    Raises `LayoutError`.
    """
    known = _known(name)
    from iomreport.pdf import printer as pdf

    return pdf.open_printer(known, findings, engines)


def equip(press: DocumentBuilder, numbering: str, printing: str, printers: int = 0) -> None:
    """Give a press the engines that are asked for by name, or none; `Press.close` ends them. Raises `LayoutError`."""
    if printing:
        press.printer = open_printer(printing, press.findings, printers)
        # Starting takes a second, in which the first documents are made.
        press.printer.start()
    if numbering:
        press.layout = open_engine(numbering, press.findings)
    elif press.printer is not None and not press.printer.numbering:
        # What prints in this way is the embedded engine, which has to be asked for its pages before.
        press.layout = open_engine("embedded", press.findings)


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of a batch: under which names another process opens the same, and what they call themselves."""

    numbering: str = ""
    printing: str = ""
    names: Mapping[Paging, str] = field(default_factory=dict[Paging, str])


def find_engines(layout: str, pagings: Container[Paging], findings: Findings) -> Engines:
    """The engines that documents need on this machine. Raises `LayoutError`."""
    found: dict[Paging, str] = {}
    if "numbered" in pagings and (engine := open_engine(layout, findings)) is not None:
        found["numbered"] = engine.name
        engine.close()
    if "printed" in pagings:
        printer = open_printer(layout, findings, 1)
        found["printed"] = printer.name
        printer.close()
    return Engines(_kind(found.get("numbered", "")), _kind(found.get("printed", "")), found)


def _known(name: str) -> EngineName:
    if name not in ENGINE_NAMES:
        fix = did_you_mean(name, ENGINE_NAMES, f"the layout engines are: {', '.join(ENGINE_NAMES)}")
        raise UsageError(UNKNOWN_LAYOUT.at(None, f'there is no layout engine "{name}"', fix=fix))
    return cast("EngineName", name)


def _kind(name: str) -> str:
    """The name by which an engine is asked for."""
    return name and ("libreoffice" if name.casefold().startswith("libreoffice") else "embedded")
