"""What stands in comments: remarks and allowances, as they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from iomreport.diagnostics.codes.markup import ALLOWANCE
from iomreport.diagnostics.finding import Findings, Location
from iomreport.markup.document import Allowance, Remark, Sum
from iomreport.markup.normal import even

_ALLOWANCE = re.compile(r"([A-Z]\d{3})\s+(\S.*)")


@dataclass(slots=True)
class Comments:
    findings: Findings
    remarks: list[Remark] = field(default_factory=list[Remark])
    allowances: list[Allowance] = field(default_factory=list[Allowance])
    sums: list[Sum] = field(default_factory=list[Sum])

    def add(self, kind: str, text: str, location: Location) -> None:
        """Keeps a comment; `kind` is `remark`, `allow` or `sum`."""
        text = even(text)
        if kind == "remark":
            self.remarks.append(Remark(text, location))
        elif kind == "sum":
            self.sums.append(Sum(text, location))
        elif allowed := _ALLOWANCE.fullmatch(text):
            self.allowances.append(Allowance(allowed[1], allowed[2], location))
        else:
            self.findings.add(ALLOWANCE.at(location, "an allowance names the code of a finding and a reason"))
