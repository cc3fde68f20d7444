"""The layers of the package: imports only go down, local ones too, and there is no cycle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "iomreport"
LAYERS = (
    ("__main__",),
    ("cli", "api"),
    ("returned",),
    ("publish",),
    ("pdf", "html", "accessibility", "template_lint"),
    ("strategy",),
    ("layout",),
    ("template",),
    ("word",),
    ("markup",),
    ("files",),
    ("diagnostics",),
    ("cache",),
    ("optional", "version"),
)
"""From the top to the bottom. A package imports from layers below its own and from itself."""
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
GENERAL = {"markup", "word", "template", "template_lint", "layout", "pdf"}
"""Packages that know no strategy: what they need of one they are given."""
MODULES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("iomreport"):
            yield node, node.module
        elif isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names if alias.name.startswith("iomreport"))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_only_go_down(path: Path) -> None:
    here = package(module_name(path))
    if not here:
        return
    assert here in LEVEL, f"{here} has no layer: name it in LAYERS"
    for node, imported in imports(ast.parse(path.read_text("utf-8"))):
        there = package(imported)
        if not there:  # the version, or a name that scripts use
            continue
        assert there == here or LEVEL[there] > LEVEL[here], f"{path.name}:{node.lineno} imports {imported} from above"
        assert not (here in GENERAL and there == "strategy"), f"{path.name}:{node.lineno}: {here}/ knows no strategy"


def test_there_is_no_cycle() -> None:
    names = {module_name(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        found = set()
        for node, imported in imports(tree):
            if module_name(path) == "iomreport":  # what scripts use is loaded when it is asked for
                continue
            found.add(imported)
            if isinstance(node, ast.ImportFrom):
                found |= {f"{imported}.{alias.name}" for alias in node.names}
        graph[module_name(path)] = found & names
    visiting: list[str] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        assert name not in visiting, f"cycle: {' -> '.join([*visiting[visiting.index(name) :], name])}"
        if name in done:
            return
        visiting.append(name)
        for other in graph[name]:
            visit(other)
        visiting.pop()
        done.add(name)

    for name in graph:
        visit(name)


def test_files_are_small() -> None:
    long = {module_name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > 500} == {}
