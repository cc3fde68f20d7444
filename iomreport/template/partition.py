"""Cutting a part in two: what its documents share, and what each has of its own.

All documents of an extract are made of the same values but for a few names, such as the recipient. Where none of these
is named, documents come out the same. A part is cut at its outermost tags into what is shared and what is own; both
render by themselves, with a seam wherever the other has its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import Final

from jinja2 import Environment, meta, nodes

BOUNDARY: Final = "\x03"
"""Where the other half has its place. XML forbids it, and content and templates with it are refused."""
_PURE = frozenset({"range", "dict", "namespace", "cycler", "joiner"})
"""What Jinja offers under a name; what they give lives no longer than the tag that asks for it."""
_LASTING = (
    *(nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.ExprStmt),
    *(nodes.Block, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport),
)
_SCOPES = (nodes.For, nodes.With, nodes.FilterBlock, nodes.CallBlock)
"""What is set within these ends with them."""


def partition(
    tree: nodes.Template, environment: Environment, shared_names: frozenset[str]
) -> tuple[nodes.Template | None, nodes.Template | None]:
    """What is shared, naming only `shared_names`, and what is own; one is nothing where all of the part is the other.

    Where a tag sets what a later one reads, the part stays in one piece.
    """
    pieces = [(_is_shared(piece, environment, shared_names), piece) for piece in _pieces(tree)]
    if all(shared for shared, _ in pieces):
        return tree, None
    if any(isinstance(each, _LASTING) for each in _outermost(tree)):
        return None, tree
    shared: list[nodes.Node] = []
    own: list[nodes.Node] = []
    seams = 0
    for is_shared, group in groupby(pieces, key=lambda each: each[0]):
        if is_shared:
            shared += (piece for _, piece in group)
            continue
        if seams:
            own.append(_seam())
        seams += 1
        shared.append(_seam())
        own += (piece for _, piece in group)
    return _template(shared, environment), _template(own, environment)


def joined(shared: Sequence[str], own: Sequence[str]) -> Sequence[str]:
    """What the two halves render to, put together."""
    if not own:
        return [piece for piece in shared if piece != BOUNDARY] if BOUNDARY in shared else shared
    rest = iter(own)
    pieces: list[str] = []
    for piece in shared:
        if piece == BOUNDARY:
            pieces += takewhile(BOUNDARY.__ne__, rest)
        else:
            pieces.append(piece)
    return pieces


def _pieces(tree: nodes.Template) -> Iterator[nodes.Node]:
    for node in tree.body:
        if isinstance(node, nodes.Output):
            yield from (nodes.Output([each], lineno=each.lineno) for each in node.nodes)
        else:
            yield node


def _is_shared(piece: nodes.Node, environment: Environment, names: frozenset[str]) -> bool:
    return meta.find_undeclared_variables(_template([piece], environment)) <= names | _PURE


def _outermost(node: nodes.Node) -> Iterator[nodes.Node]:
    """What stands in no scope of its own."""
    for child in node.iter_child_nodes():
        yield child
        if not isinstance(child, _SCOPES):
            yield from _outermost(child)


def _seam() -> nodes.Output:
    return nodes.Output([nodes.TemplateData(BOUNDARY)], lineno=1)


def _template(body: Sequence[nodes.Node], environment: Environment) -> nodes.Template:
    tree = nodes.Template(list(body), lineno=1)
    tree.set_environment(environment)
    return tree
