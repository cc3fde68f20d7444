"""One country's facts, paragraphs and projects, and a template for them in the tags of each peer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx

from benchmarks.engine import ROOT
from iomreport.markup.nodes import Prose
from iomreport.markup.walk import blocks, plain_text
from iomreport.strategy.load.loader import load

COUNTRY = "AL"
SHOWN = ("title", "country")


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a family of templates writes a field of the document, a field of a loop's item, and a loop.

    `rows` says whether the tags of a loop over rows stand in rows of their own, or in the row that is repeated.
    """

    name: str
    field: str
    item: str
    begin: str
    end: str
    rows: bool = True


JINJA = Syntax("jinja", "{{{{ {0} }}}}", "{{{{ {1}.{0} }}}}", "{{%{3} for {1} in {2} %}}", "{{%{3} endfor %}}")
BRACES = Syntax("braces", "{{{0}}}", "{{{0}}}", "{{#{0}}}", "{{/{0}}}", rows=False)
COMMANDS = Syntax("commands", "+++INS {0}+++", "+++INS ${1}.{0}+++", "+++FOR {1} IN {4}+++", "+++END-FOR {1}+++")


def content_of() -> dict[str, Any]:
    """The facts and paragraphs of one country, as plain data that every peer can read."""
    strategy = load(ROOT)
    country = next(each for each in strategy.countries if each.code == COUNTRY)
    themes = {theme.id: theme.label for theme in strategy.themes}
    sections = [{"heading": "Background", "paragraphs": _paragraphs(country.background)}]
    for priority in country.priorities:
        sections.append({"heading": priority.title, "paragraphs": _paragraphs(priority.body)})
        sections += ({"heading": each.title, "paragraphs": _paragraphs(each.body)} for each in priority.sections)
    sections += ({"heading": each.title, "paragraphs": _paragraphs(each.body)} for each in country.closing)
    projects = [
        {"name": each.title, "theme": themes[each.theme], "about": plain_text(each.description)}
        for each in country.projects
    ]
    return {
        "title": strategy.title,
        "country": country.names.long,
        "recipient": "",
        "sections": sections,
        "projects": projects,
    }


def _paragraphs(prose: Prose) -> list[dict[str, str]]:
    return [{"text": text} for block in blocks(prose) if (text := plain_text((block,)).strip())]


def template_of(syntax: Syntax) -> bytes:
    """The common document with the tags of one syntax."""

    def begin(name: str, item: str, of: str = "", unit: str = "p") -> str:
        whole = f"{of}.{name}" if of else name
        return syntax.begin.format(name, item, whole, unit, f"${whole}" if of else whole)

    def end(name: str, item: str, unit: str = "p") -> str:
        return syntax.end.format(name, item, "", unit)

    document = docx.Document()
    for name, style in (*zip(SHOWN, ("Title", "Subtitle"), strict=True), ("recipient", "Normal")):
        document.add_paragraph(syntax.field.format(name), style)
    document.add_paragraph(begin("sections", "s"))
    document.add_paragraph(syntax.item.format("heading", "s"), "Heading 1")
    document.add_paragraph(begin("paragraphs", "p", "s"))
    document.add_paragraph(syntax.item.format("text", "p"))
    document.add_paragraph(end("paragraphs", "p"))
    document.add_paragraph(end("sections", "s"))
    fields = [syntax.item.format(name, "r") for name in ("name", "theme", "about")]
    opening, closing = begin("projects", "r", unit="tr"), end("projects", "r", "tr")
    rows = [["Project", "Theme", "About"]]
    if syntax.rows:
        rows += [[opening, "", ""], fields, [closing, "", ""]]
    else:
        rows.append([opening + fields[0], fields[1], fields[2] + closing])
    table_of(document, rows)
    return saved(document)


def carbone_template() -> bytes:
    """The common document for carbone, which repeats what stands between the first item and the next."""
    document = docx.Document()
    for name, style in (*zip(SHOWN, ("Title", "Subtitle"), strict=True), ("recipient", "Normal")):
        document.add_paragraph(f"{{d.{name}}}", style)
    document.add_paragraph("{d.sections[i].heading}", "Heading 1")
    document.add_paragraph("{d.sections[i].paragraphs[i].text}")
    document.add_paragraph("{d.sections[i].paragraphs[i+1].text}")
    document.add_paragraph("{d.sections[i+1].heading}", "Heading 1")
    rows = [[f"{{d.projects[i{more}].{name}}}" for name in ("name", "theme", "about")] for more in ("", "+1")]
    table_of(document, [["Project", "Theme", "About"], *rows])
    return saved(document)


def table_of(document: Any, rows: list[list[str]]) -> None:
    """Add a table with these rows."""
    table = document.add_table(0, 3, "Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def saved(document: Any) -> bytes:
    """The bytes of a document of python-docx or docxtpl."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def lost_words(made: Path, values: dict[str, Any]) -> list[str]:
    """Which of the words that a document is to hold are not in it."""
    with zipfile.ZipFile(made) as archive:
        xml = archive.read("word/document.xml").decode()
    wanted: Iterable[str] = (
        *(values[name] for name in SHOWN),
        "Ministry number",
        *(section["heading"] for section in values["sections"]),
        *(project["name"] for project in values["projects"]),
    )
    text = "".join(piece.partition(">")[2] for piece in xml.split("<"))
    return [words for words in wanted if _plain(words) not in _plain(text)]


def _plain(text: str) -> str:
    """Words as every peer prints them: entities, dashes and quotation marks are each peer's own."""
    for entity in ("&amp;", "&#38;", "&apos;", "&quot;", "&#39;"):
        text = text.replace(entity, "")
    return "".join(filter(str.isalnum, text))
