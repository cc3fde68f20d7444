"""What one run of the loader has read so far: findings, remarks, allowances, and the files themselves.

Bytes of a content file -> text that a document can hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from iomreport.diagnostics.codes.content import FILE_MISSING, FILE_UNREADABLE
from iomreport.diagnostics.finding import Findings, Location
from iomreport.files import decode
from iomreport.markup.field import Record
from iomreport.markup.markdown_file import Allowance, Document, Remark, Sum
from iomreport.markup.reader import read_document
from iomreport.strategy.load.yaml_reader import YamlText, read_yaml

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Reading:
    """Reads the files of a project once each, by their path from the project's folder."""

    project: Path
    findings: Findings = field(default_factory=Findings)
    remarks: list[Remark] = field(default_factory=list[Remark])
    allowances: list[Allowance] = field(default_factory=list[Allowance])
    sums: list[Sum] = field(default_factory=list[Sum])
    files: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    classes: Mapping[type[Record], type[Record]] = field(default_factory=dict[type[Record], type[Record]])
    """The subclasses of records that are read in their place."""

    def kind(self, record: type[R]) -> type[R]:
        """The class that is read in the place of a class of records."""
        return cast("type[R]", self.classes.get(record, record))

    def has(self, path: str) -> bool:
        return (self.project / path).exists()

    def text(self, path: str, *, required: bool = True) -> str | None:
        """The text of a file; None, and a finding, if it cannot be read. Only a required file must be there."""
        file = self.project / path
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            if required or file.is_symlink():
                self.findings.add(FILE_MISSING.at(Location(path), f"the file {file.name} is missing"))
            return None
        except OSError as error:
            what = "it is a folder" if file.is_dir() else error.strerror or str(error)
            self.findings.add(FILE_UNREADABLE.at(Location(path), f"the file cannot be read: {what.lower()}"))
            return None
        self.files.append((path, hashlib.sha256(content).hexdigest()))
        return decode(content, path, self.findings)

    def yaml(self, path: str, *, required: bool = True) -> YamlText | None:
        text = self.text(path, required=required)
        return None if text is None else read_yaml(text, path, self.findings)

    def markdown(self, text: str, path: str, line: int = 1, column: int = 1) -> Document:
        """Markdown that begins at a line and column of a file; its remarks and allowances are kept."""
        document = read_document(text, path, line, column, self.findings)
        self.remarks.extend(document.remarks)
        self.allowances.extend(document.allowances)
        self.sums.extend(document.sums)
        return document
