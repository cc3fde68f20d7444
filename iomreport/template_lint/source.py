"""The patched source of a part, tag by tag: each is parsed for itself, and what cannot be read is reported and mended.

So one bad tag does not hide the faults of the others: the source that is left can be parsed as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from jinja2 import Environment, TemplateSyntaxError

from iomreport.template_lint.structure import KNOWN, OTHERS, PAIRS, meant_statement, opens

Report = Callable[[int, str, str], None]
"""Reports what is wrong at a line of the source: line, message, fix."""

_TAG = re.compile(r"(?P<open>\{[{%#])[-+]?(?P<inner>.*?)[-+]?(?:\}\}|%\}|#\})", re.DOTALL)
_STATEMENT = re.compile(r"\s*(?:(?:p|tr|tc|r)\s+(?=[^\W\d]))?(?P<name>[^\W\d]\w*)?\s*(?P<rest>.*?)\s*$", re.DOTALL)
_PREFIXED = re.compile(r"\s*(p|r|tr|tc)\s+([\w.]+.*?)\s*$", re.DOTALL)
_TWO_NAMES = re.compile(r"\s*(\w+)\s+(\w+)\s*$")


def readable(source: str, environment: Environment, report: Report) -> str:
    """The source with every tag that cannot be read taken out, and every statement ended."""
    return _Corrector(environment, report).mend(source.split("\n"))


class _Corrector:
    def __init__(self, environment: Environment, report: Report) -> None:
        self.environment = environment
        self.report = report
        self.stack: list[str] = []
        self.raw = False
        self.known: dict[str, tuple[str, str] | None] = {}

    def mend(self, lines: list[str]) -> str:
        mended = [lines[0]]
        for number, line in enumerate(lines[1:], 2):
            tag = _TAG.match(line)
            mended.append(line if tag is None else self._tag(number, tag) + line[tag.end() :])
        ends = "".join(f"{{% {PAIRS[name]} %}}" for name in reversed(self.stack))
        return "\n".join(mended) + ends

    def _tag(self, number: int, tag: re.Match[str]) -> str:
        if self.raw or tag["open"] == "{#":
            self.raw = self.raw and "endraw" not in tag["inner"]
            return tag[0]
        if tag["open"] == "{{":
            return tag[0] if self._reads(number, tag[0], tag[0]) else ""
        found = _STATEMENT.match(tag["inner"])
        name, rest = (found["name"] or "", found["rest"]) if found else ("", "")
        text = tag[0]
        if name not in KNOWN:
            meant, _ = meant_statement(name, rest, "")
            if not meant:
                return ""
            text = f"{{% {meant} {'' if name == 'end' else rest} %}}"
            name = meant
        return self._statement(number, name, rest, text)

    def _statement(self, number: int, name: str, rest: str, text: str) -> str:
        if name == "raw":
            self.raw = True
        elif name in OTHERS:
            return ""
        elif opens(name, rest):
            if not self._reads(number, text, f"{text}{{% {PAIRS[name]} %}}"):
                if name != "for":
                    return ""
                # The loop's own names are known to what stands in it, if nothing else of it is.
                names = re.match(r"\w+(?:\s*,\s*\w+)*", rest)
                text = f"{{% for {names[0] if names else 'item'} in [] %}}"
            self.stack.append(name)
        elif name.startswith("end"):
            return self._end(name)
        elif name == "elif" or name == "else":
            fits = bool(self.stack) and (self.stack[-1] == "if" or (self.stack[-1] == "for" and name == "else"))
            if not fits or (name == "elif" and not self._reads(number, text, f"{{% if x %}}{text}{{% endif %}}")):
                return ""
        elif name == "set" and not self._reads(number, text, text):
            return ""
        return text

    def _end(self, name: str) -> str:
        if not any(PAIRS[opened] == name for opened in self.stack):
            return ""
        ends = ""
        while PAIRS[self.stack[-1]] != name:
            ends += f"{{% {PAIRS[self.stack.pop()]} %}}"
        self.stack.pop()
        return f"{ends}{{% {name} %}}"

    def _reads(self, number: int, tag: str, whole: str) -> bool:
        if tag not in self.known:
            try:
                self.environment.parse(whole)
                self.known[tag] = None
            except TemplateSyntaxError as error:
                self.known[tag] = _explained(str(error.message), tag)
        fault = self.known[tag]
        if fault is not None:
            self.report(number, *fault)
        return fault is None


def _explained(message: str, tag: str) -> tuple[str, str]:
    """The parser's message in an author's words, and how to mend the tag."""
    tag = tag.replace("&amp;", "&")
    inner = tag[2:-2].strip()
    if tag.startswith("{{") and (prefixed := _PREFIXED.match(tag[2:-2])):
        return f"{tag} cannot be read", f"write {{{{{prefixed[1]} {prefixed[2]} }}}}, without a space after the braces"
    if tag.startswith("{{") and (names := _TWO_NAMES.match(tag[2:-2])):
        return f"{tag} cannot be read: two names side by side", f"write {{{{ {names[1]}.{names[2]} }}}}"
    if "got '='" in message:
        return f"{tag} cannot be read: = does not compare", f"write {tag.replace('=', '==', 1)}"
    if "unexpected char '&'" in message or "unexpected char '!'" in message:
        return f"{tag} cannot be read", 'write "and", "or" and "not" as words'
    if "'name'" in message and inner.startswith("for"):
        return f"{tag} is no loop", "write {% for name in list %}"
    if "'in'" in message:
        return f"{tag} is no loop", "write {% for name in list %}"
    if "an expression" in message or "end of template" in message:
        return f"{tag} says nothing after {inner.split()[0]}" if inner else f"{tag} is empty", "write what is meant"
    words = message[:1].lower() + message[1:].rstrip(".")
    return f"{tag} cannot be read: {words}", ""
