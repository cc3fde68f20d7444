"""How a project wants to be checked: `iomreport.toml`, or `[tool.iomreport]` in `pyproject.toml`.

```toml
template-models = ["package.module:Class"]   # classes that templates may name as their context

[severity]
C451 = "error"                               # error, warning, remark or off

[banned]
utilize = "use"                              # a word that the house style avoids, and the better one
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from iomreport.diagnostics.codes.checks import SETTINGS
from iomreport.diagnostics.finding import Diagnostic, Location, Severity
from iomreport.diagnostics.suggest import did_you_mean

FILE, SHARED = "iomreport.toml", "pyproject.toml"
OFF = "off"
_LEVELS = (*(str(level) for level in Severity), OFF)
_KEYS = ("severity", "banned", "template-models")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, and what is wrong with them. A severity of None is off."""

    severity: Mapping[str, Severity | None] = field(default_factory=dict[str, Severity | None])
    banned: Mapping[str, str] = field(default_factory=dict[str, str])
    template_models: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def read_settings(project: Path, codes: Collection[str] = ()) -> Settings:
    """The settings of a project. With `codes`, those are the codes whose severity can be set."""
    for name in (FILE, SHARED):
        file = project / name
        if not file.is_file():
            continue
        try:
            text = file.read_bytes().decode("utf-8-sig")
            table: dict[str, object] = tomllib.loads(text)
        except (OSError, UnicodeDecodeError) as error:
            return Settings(findings=(SETTINGS.at(Location(name), f"the file cannot be read: {error}"),))
        except tomllib.TOMLDecodeError as error:
            place = _AT.search(str(error))
            at = Location(name, int(place[1]), int(place[2])) if place else Location(name, 1, 1)
            message = f"this is no TOML: {_AT.sub('', str(error)).strip()}"
            return Settings(findings=(SETTINGS.at(at, message),))
        if name == SHARED:
            tool = table.get("tool")
            own = cast("dict[str, object]", tool).get("iomreport") if isinstance(tool, dict) else None
            if not isinstance(own, dict):
                continue
            table = cast("dict[str, object]", own)
        return _Reader(name, text, codes).read(table)
    return Settings()


class _Reader:
    def __init__(self, path: str, text: str, codes: Collection[str]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.codes = codes
        self.findings: list[Diagnostic] = []

    def read(self, table: Mapping[str, object]) -> Settings:
        for key in table:
            if key not in _KEYS:
                self._add(key, f'there is no setting "{key}"', did_you_mean(key, _KEYS))
        severity = self._severities(table.get("severity", {}))
        banned = self._words(table.get("banned", {}))
        models = table.get("template-models", [])
        if not isinstance(models, list) or not all(isinstance(each, str) for each in cast("list[object]", models)):
            self._add("template-models", "template-models must be a list of texts", 'write ["module:Class"]')
            models = []
        return Settings(severity, banned, tuple(cast("list[str]", models)), tuple(self.findings))

    def _severities(self, given: object) -> dict[str, Severity | None]:
        found: dict[str, Severity | None] = {}
        for code, level in self._pairs("severity", given).items():
            if self.codes and code not in self.codes:
                self._add(code, f"there is no finding {code} whose severity can be set", did_you_mean(code, self.codes))
            elif level not in _LEVELS:
                fix = did_you_mean(str(level), _LEVELS, f"write {', '.join(_LEVELS)}")
                self._add(code, f'{code} cannot be "{level}"', fix)
            else:
                found[code] = None if level == OFF else Severity(str(level))
        return found

    def _words(self, given: object) -> dict[str, str]:
        found: dict[str, str] = {}
        for word, better in self._pairs("banned", given).items():
            if isinstance(better, str):
                found[word] = better
            else:
                self._add(word, f'"{word}" needs a better word, as a text', f'write {word} = "…"')
        return found

    def _pairs(self, key: str, given: object) -> dict[str, object]:
        if isinstance(given, dict):
            return cast("dict[str, object]", given)
        self._add(key, f"{key} must be a table", f"write [{key}] on a line of its own")
        return {}

    def _add(self, key: str, message: str, fix: str) -> None:
        pattern = re.compile(rf"[\[.\"' ]*{re.escape(key)}\b")
        line = next((number for number, text in enumerate(self.lines, 1) if pattern.match(text)), 1)
        column = self.lines[line - 1].find(key) + 1
        self.findings.append(SETTINGS.at(Location(self.path, line, max(column, 1), len(key)), message, fix=fix))
