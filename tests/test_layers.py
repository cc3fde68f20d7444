"""The rooms of the package: imports only go down, there is no cycle, and nothing is imported inside a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "iomreport"
ROOMS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("build",),
    ("export",),
    ("layout",),
    ("accessibility",),
    ("document", "starter"),
    ("rules",),
    ("source",),
    ("word",),
    ("model",),
    ("markup",),
    ("printer",),
    ("codes",),
    ("diagnostics",),
    ("nearest", "registry", "version"),
)
"""From the roof to the ground. A room imports from rooms below it and from itself."""
FLOOR = {name: floor for floor, names in enumerate(ROOMS) for name in names}
WORD_MAY_NOT = {"model", "source"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
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
    here = room(module_name(path))
    if not here:
        return
    assert here in FLOOR, f"{here} has no floor: name it in ROOMS"
    for node, imported in imports(ast.parse(path.read_text("utf-8"))):
        there = room(imported)
        assert there == here or FLOOR[there] > FLOOR[here], f"{path.name}:{node.lineno} imports {imported} from above"
        assert not (here == "word" and there in WORD_MAY_NOT), f"{path.name}:{node.lineno}: word/ knows no {there}/"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            found = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not found, f"{path.name}:{found[0].lineno} imports inside a function"


def test_only_the_registry_imports_by_name() -> None:
    users = [
        module_name(path)
        for path in MODULES
        if "import_module(" in path.read_text("utf-8") or "__import__(" in path.read_text("utf-8")
    ]
    assert users == ["iomreport.registry"]


def test_there_is_no_cycle() -> None:
    names = {module_name(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        typing_only = {id(node) for block in ast.walk(tree) if _is_typing_block(block) for node in ast.walk(block)}
        found = set()
        for node, imported in imports(tree):
            if id(node) in typing_only and module_name(path) == "iomreport":
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


def _is_typing_block(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def test_files_are_small() -> None:
    long = {module_name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > 320} == {}
