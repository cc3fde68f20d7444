"""From a template's bytes to its compiled form: opened within bounds, patched by docxtpl, compiled by Jinja, proved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from types import CodeType
from typing import Any, cast

from docxtpl import DocxTemplate  # pyright: ignore[reportMissingTypeStubs]
from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer
from lxml import etree

from iomreport.diagnostics.codes.templates import FORBIDDEN_CHARACTER, REFUSED, SECTION_LOST, SYNTAX, UNREADABLE
from iomreport.diagnostics.finding import Diagnostic, Location, TemplateError
from iomreport.template.codegen import instrument_fields
from iomreport.template.compiled import MAIN, CompiledPart, CompiledTemplate
from iomreport.template.locations import LINE, Lines, paragraph_place, paragraphs, with_lines
from iomreport.template.partition import partition
from iomreport.template.sandbox import TemplateEnvironment
from iomreport.template.source import TemplatePackage, open_template, wrong_settings
from iomreport.template.well_formedness import check_well_formedness
from iomreport.word.document import parse_part
from iomreport.word.fragments import FragmentStore
from iomreport.word.oxml import DECLARATION, MC, W15, R, W
from iomreport.word.repair import MARKS, has_breaks
from iomreport.word.styles import StyleMap

_NS = f"{{{W}}}"
_REQUIRED = {"w": W, "r": R, "mc": MC, "w15": W15}
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_NONCHARACTER = re.compile("[\ufdd0-\ufdef]")
"""Characters that stand for no character anywhere; while a template is compiled they mark places in it."""
_MARKS = ("{{", "{%", "{#", *(written for written, _ in _ESCAPES))
_REPEATING = re.compile(r"\{%[-+]?\s*(?:for|macro|call|set|block)\b")
PROPERTIES = ("creator", "description", "identifier", "language", "subject", "title")
"""Core properties that docxtpl renders, by element name: author and comments are `creator` and `description`."""


def compile_template(
    content: bytes, name: str, *, marked: bool = False, shared: frozenset[str] = frozenset()
) -> CompiledTemplate:
    """Compile a template; raises `TemplateError` with all that is wrong with it. A marked one places addresses.

    `shared` are the names whose values all documents have in common that are made one after the other.
    """
    package = open_template(content, name)
    environment = TemplateEnvironment(FragmentStore(StyleMap(())), shared_names=shared)
    findings = wrong_settings(package.settings, name)
    names: set[str] = set()
    parts: list[CompiledPart] = []
    for part in package.rendered_parts:
        compiled = _compile_part(part, package, environment, name, findings, names, marked=marked and part == MAIN)
        if compiled is not None:
            parts.append(compiled)
    properties = _compile_properties(package, environment, name, findings, names)
    if findings:
        raise TemplateError(findings)
    return CompiledTemplate(
        name=name,
        digest=sha256(content).hexdigest(),
        shared_names=tuple(sorted(shared)),
        names=tuple(sorted(names)),
        parts=tuple(parts),
        properties=properties,
        members=tuple(package.members.values()),
        styles=package.styles,
        settings=tuple(sorted(package.settings.items())),
        next_list=package.next_list,
        next_bookmark=package.next_bookmark,
        next_note=package.next_note,
        notes_part=package.text(package.notes_name),
        notes_relationships=package.text(f"word/_rels/{package.notes_name.rpartition('/')[2]}.rels"),
        numbering_part=package.text("word/numbering.xml"),
        relationships=package.text("word/_rels/document.xml.rels"),
        content_types=package.text("[Content_Types].xml"),
        package_relationships=package.text("_rels/.rels"),
        core=package.text("docProps/core.xml"),
        custom=package.text("docProps/custom.xml"),
    )


def patch(xml: str) -> str:
    """The XML of a part made readable for Jinja, by docxtpl's own rules."""
    # patch_xml uses nothing of its object; an object would open and parse the whole document.
    return str(cast(Any, DocxTemplate).patch_xml(None, xml))


def serialized(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode")


def _compile_part(
    part: str,
    package: TemplatePackage,
    environment: TemplateEnvironment,
    name: str,
    findings: list[Diagnostic],
    names: set[str],
    *,
    marked: bool,
) -> CompiledPart | None:
    try:
        member = package.members.get(part)
        # docxtpl keeps comments, so they come out as they went in.
        root = None if member is None else parse_part(member, comments=True)
    except ValueError as error:
        findings.append(UNREADABLE.at(Location(name, place=f"part {part}"), f"{part} cannot be read: {error}"))
        return None
    if root is None:
        return None
    prefix, element, suffix = _frame(root, part)
    if element is root and "footnotes" in part:
        source = package.members[part].content().decode("utf-8", "replace")
        head, mark, rest = source.partition("<w:footnotes")
        prefix, source = head, mark + rest
    else:
        source = serialized(element)
    findings.extend(_lost_sections(element, name))
    if (own := _NONCHARACTER.search(source)) is not None:
        message = f"{part} holds the noncharacter U+{ord(own[0]):04X}"
        findings.append(FORBIDDEN_CHARACTER.at(Location(name, place=f"part {part}"), message))
        return None
    patched = patch(source)
    if element is not root:
        # Serialized alone, the body repeats the namespaces of its root.
        patched = re.sub(r"^<w:body[^>]*>", "<w:body>", patched)
    lines = with_lines(patched, element)
    proof = check_well_formedness(_with_namespaces(patched, root))
    halves = _compile(lines, environment, name, findings, names, marked=marked and proof.proven)
    if halves is None:
        return None
    constant = part != MAIN and not has_breaks(patched) and not any(mark in patched for mark in _MARKS)
    return CompiledPart(
        part,
        prefix,
        suffix,
        *halves,
        lines.places,
        constant,
        proof.proven,
        proof.loose_cells,
        proof.loose_rows,
        _REPEATING.search(patched) is not None and any(mark in patched for mark in MARKS),
        proof.loose_grids,
        proof.loose_tables,
    )


def _frame(root: etree._Element, part: str) -> tuple[str, etree._Element, str]:
    """The part cut around the element that docxtpl renders: the body of the main document, else the root."""
    if part != MAIN:
        return DECLARATION, root, ""
    root = _declared(root)
    body = root.find(f"{_NS}body")
    if body is None:
        return DECLARATION, root, ""
    index = root.index(body)
    root.replace(body, etree.Element(f"{_NS}body"))
    prefix, _, suffix = serialized(root).rpartition("<w:body/>")
    root[index] = body
    return DECLARATION + prefix, body, suffix


def _declared(root: etree._Element) -> etree._Element:
    """The root with the namespaces that written prose needs."""
    missing = {prefix: uri for prefix, uri in _REQUIRED.items() if root.nsmap.get(prefix) != uri}
    if missing:
        fresh = cast(Any, etree).Element(root.tag, dict(root.attrib), nsmap={**root.nsmap, **missing})
        fresh.extend(list(root))
        root = fresh
    ignorable = root.get(f"{{{MC}}}Ignorable", "").split()
    if "w15" not in ignorable:
        # An older word processor may pass over the appearance of a content control (part 3, 10.1).
        root.set(f"{{{MC}}}Ignorable", " ".join((*ignorable, "w15")))
    return root


def _with_namespaces(patched: str, root: etree._Element) -> str:
    declarations = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in root.nsmap.items() if prefix)
    return f"<part {declarations}>{patched}</part>"


def _compile(
    lines: Lines,
    environment: TemplateEnvironment,
    name: str,
    findings: list[Diagnostic],
    names: set[str],
    *,
    marked: bool = False,
) -> tuple[CodeType | None, CodeType | None] | None:
    """The code of what is shared and of what is own."""
    try:
        tree = environment.parse(lines.source)
        for data in tree.find_all(nodes.TemplateData):
            # Line breaks only number the tags; `{_{` is how a template writes braces that are no tag.
            text = data.data.replace(LINE, "").replace(LINE.strip(), "")
            for written, meant in _ESCAPES:
                text = text.replace(written, meant)
            data.data = text
        tree = cast(nodes.Template, _WithoutNothing().visit(tree))
        for change in tree.find_all(nodes.ScopedEvalContextModifier):
            if any(
                not isinstance(option.value, nodes.Const) or option.value.value is not True for option in change.options
            ):
                place = _place(lines, change.lineno)
                findings.append(
                    REFUSED.at(Location(name, place=place), "the escaping of values cannot be switched off")
                )
        names.update(_names_in(tree))
        if marked:
            instrument_fields(tree)
        shared, own = partition(tree, environment, environment.shared_names)
        return shared and environment.compile(shared), own and environment.compile(own)
    except TemplateSyntaxError as error:
        findings.append(SYNTAX.at(Location(name, place=_place(lines, error.lineno)), _sentence(error)))
        return None


def _names_in(node: nodes.Node) -> Iterator[str]:
    """The names that a tree reads: `country.names`, or `variables` alone where it is not asked for a field."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        yield f"{node.node.name}.{node.attr}"
    elif isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Name) and isinstance(node.arg, nodes.Const):
        yield f"{node.node.name}.{node.arg.value}"
    elif isinstance(node, nodes.Name):
        yield node.name
    else:
        for child in node.iter_child_nodes():
            yield from _names_in(child)


class _WithoutNothing(NodeTransformer):
    """Takes out the empty texts between tags, which would be yielded at each turn of a loop."""

    def visit_Output(self, node: nodes.Output) -> nodes.Output | None:
        node.nodes = [each for each in node.nodes if not isinstance(each, nodes.TemplateData) or each.data]
        return node if node.nodes else None


def _place(lines: Lines, number: int) -> str:
    return lines.places[number - 1] if number <= len(lines.places) else ""


def _sentence(error: TemplateSyntaxError) -> str:
    message = str(error.message)
    return message[:1].lower() + message[1:].rstrip(".")


def _lost_sections(element: etree._Element, name: str) -> list[Diagnostic]:
    """Paragraph tags that would take a section's settings with them (17.6.18)."""
    found: list[Diagnostic] = []
    for paragraph, number, text in paragraphs(element):
        if paragraph.find(f"{_NS}pPr/{_NS}sectPr") is None:
            continue
        tag = re.search(r"\{[{%#]p\s.*?[}%#]\}", text)
        if tag:
            place = Location(name, place=paragraph_place(paragraph, number, text))
            found.append(SECTION_LOST.at(place, f"the tag {tag[0]} would remove the section that ends here"))
    return found


def _compile_properties(
    package: TemplatePackage, environment: TemplateEnvironment, name: str, findings: list[Diagnostic], names: set[str]
) -> tuple[tuple[str, CodeType | None, CodeType | None], ...]:
    found: list[tuple[str, CodeType | None, CodeType | None]] = []
    for element, text in package.properties.items():
        if element not in PROPERTIES or ("{{" not in text and "{%" not in text):
            continue
        place = f'document property "{element}"'
        halves = _compile(Lines(text, (place,)), environment, name, findings, names)
        if halves is not None:
            found.append((element, *halves))
    return tuple(found)
