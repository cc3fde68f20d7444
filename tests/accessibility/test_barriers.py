"""Every barrier is found, at its place and under its clause; nothing else is."""

from __future__ import annotations

import pytest
from small_word_file import BODY, STYLES, cell, drawing, link, p, row, shape, table, word_file

from iomreport.accessibility import Outcome, check_document, examine
from iomreport.accessibility.clauses import CLAUSE_OF, CLAUSES
from iomreport.diagnostics.codes import accessibility as codes
from iomreport.diagnostics.finding import Code, Diagnostic

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
DECORATED = drawing().replace('descr="A map of the region"/>', f">{DECORATIVE}</wp:docPr>")
DATA = row(cell(p("Albania")), cell(p("12")))
HEADS = row(cell(p("Country")), cell(p("Persons")), header=True)
PALE = '<w:color w:val="999999"/>'
COLOURED = STYLES.replace('<w:color w:val="1C62A0"/><w:u w:val="single"/>', '<w:color w:val="0B2F5E"/>')
LONG = "https://www.iom.int/publications/reports/annual?year=2005"
FILL = '<a:solidFill><a:srgbClr val="DDDDDD"/></a:solidFill><a:ln><a:noFill/></a:ln>'
VERTICAL = '<w:vMerge w:val="restart"/>'

WRONG: dict[str, tuple[str, str, bytes]] = {
    # name: the code, its place, the file
    "no title": ("A101", 'document property "title"', word_file(title="")),
    "a placeholder as title": ("A101", 'document property "title"', word_file(title="Document1")),
    "no language": ("A102", "the defaults of its styles", word_file(styles=STYLES.replace('w:val="en-GB"', ""))),
    "a language that is none": (
        "A102",
        "the defaults of its styles",
        word_file(styles=STYLES.replace("en-GB", "English (UK)")),
    ),
    "another language": ("A103", "the defaults of its styles", word_file(language="fr-FR")),
    "Cyrillic": (
        "A104",
        'paragraph 1 "The street ул. Васил Левски 12"',
        word_file(p("The street ул. Васил Левски 12")),
    ),
    "Greek, marked as English": (
        "A104",
        'paragraph 1 "Αθήνα"',
        word_file(p("Αθήνα", run='<w:lang w:val="en-US"/>')),
    ),
    "Serbian, said to be in Latin letters": (
        "A104",
        'paragraph 1 "Права"',
        word_file(p("Права", run='<w:lang w:val="sr-Latn-RS"/>')),
    ),
    "no alternative": ("A201", 'paragraph 1 "Here:"', word_file(p("Here:", inside=drawing("")))),
    "an empty alternative": ("A201", "paragraph 1", word_file(p(inside=drawing('descr=" "')))),
    "an old picture": (
        "A201",
        "paragraph 1",
        word_file(p(inside='<w:r><w:pict><v:shape style="width:1pt"/></w:pict></w:r>')),
    ),
    "the name of a file": ("A202", "paragraph 1", word_file(p(inside=drawing('descr="map_2.png"')))),
    "the name of a file with spaces": ("A202", "paragraph 1", word_file(p(inside=drawing('descr="My map (2).JPG"')))),
    "a number of a camera": ("A202", "paragraph 1", word_file(p(inside=drawing('descr="IMG_0042"')))),
    "a mere image": ("A202", "paragraph 1", word_file(p(inside=drawing('descr="Image 3"')))),
    "a guess of Word": (
        "A202",
        "paragraph 1",
        word_file(p(inside=drawing('descr="A picture containing text&#xA;&#xA;Description automatically generated"'))),
    ),
    "a first heading of level 2": ("A301", 'paragraph 1 "Low"', word_file(p("Low", "H2"))),
    "a level left out": ("A301", 'paragraph 2 "Lower"', word_file(p("High", "H1") + p("Lower", "H3"))),
    "an outline level left out": (
        "A301",
        'paragraph 2 "Lower"',
        word_file(p("High", "H1") + p("Lower", paragraph='<w:outlineLvl w:val="3"/>')),
    ),
    "an empty heading": ("A302", "paragraph 2", word_file(p("High", "H1") + p("", "H2"))),
    "no header row": ("A401", 'table 1, row 1, cell 1 "Albania"', word_file(table(DATA, DATA))),
    "a header row turned off": (
        "A401",
        'table 1, row 1, cell 1 "Country"',
        word_file(table(HEADS.replace("<w:tblHeader/>", '<w:tblHeader w:val="0"/>'), DATA)),
    ),
    "a table as a box": ("A402", 'table 1, row 1, cell 1 "Mind this"', word_file(table(row(cell(p("Mind this")))))),
    "a table of a column": (
        "A402",
        'table 1, row 1, cell 1 "a"',
        word_file(table(row(cell(p("a"))), row(cell(p("b"))))),
    ),
    "a table of a row": ("A402", 'table 1, row 1, cell 1 "Albania"', word_file(table(DATA))),
    "a header and no data": ("A402", 'table 1, row 1, cell 1 "Country"', word_file(table(HEADS))),
    "an empty header cell": (
        "A403",
        "table 1, row 1, cell 2",
        word_file(table(row(cell(p("Country")), cell(p()), header=True), DATA)),
    ),
    "a header cell over two columns": (
        "A403",
        'table 1, row 1, cell 1 "All"',
        word_file(table(row(cell(p("All"), properties='<w:gridSpan w:val="2"/>'), header=True), DATA)),
    ),
    "a header cell over two rows": (
        "A403",
        'table 1, row 1, cell 1 "All"',
        word_file(
            table(
                row(cell(p("All"), properties=VERTICAL), cell(p("x")), header=True),
                row(cell(p(), properties="<w:vMerge/>"), cell(p("y")), header=True),
                DATA,
            )
        ),
    ),
    "a table in a table": (
        "A404",
        'table 2, row 1, cell 1 "Country"',
        word_file(table(HEADS, row(cell(p("a")), cell(table(HEADS, DATA), p())))),
    ),
    "a link without words": ("A501", 'paragraph 1 "See ."', word_file(p("See .", inside=link("")))),
    "a decorative picture as a link": (
        "A501",
        "paragraph 1",
        word_file(p(inside=f'<w:hyperlink w:anchor="there">{DECORATED}</w:hyperlink>')),
    ),
    "here": ("A502", 'paragraph 1 "The report is here"', word_file(p("The report is ", inside=link("here")))),
    "read more in a field": (
        "A502",
        'paragraph 1 "Read more…"',
        word_file(
            p(
                inside='<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                '<w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Read more…</w:t></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
        ),
    ),
    "a long address": ("A503", f'paragraph 1 "See {LONG[:55]}…"', word_file(p("See ", inside=link(LONG)))),
    "pale text": ("A601", 'paragraph 1 "Pale"', word_file(p("Pale", run=PALE))),
    "a pale style": (
        "A601",
        'style "heading 1"',
        word_file(styles=STYLES.replace('"heading 1"/>', f'"heading 1"/><w:rPr>{PALE}</w:rPr>')),
    ),
    "text in the colour of its cell": (
        "A601",
        'table 1, row 2, cell 1 "Albania"',
        word_file(
            table(
                HEADS,
                row(
                    cell(
                        p("Albania", run='<w:color w:val="0B2F5E"/>'),
                        properties='<w:shd w:val="clear" w:fill="1C62A0"/>',
                    ),
                    cell(p("12")),
                ),
            )
        ),
    ),
    "marked text": (
        "A601",
        'paragraph 1 "Marked"',
        word_file(p("Marked", run='<w:highlight w:val="yellow"/><w:color w:val="FFFFFF"/>')),
    ),
    "a coloured page": (
        "A601",
        'paragraph 1 "Dark on dark"',
        word_file(
            p("Dark on dark", run='<w:color w:val="071F40"/>'),
            settings="<w:displayBackgroundShape/>",
            background='<w:background w:color="0B2F5E"/>',
        ),
    ),
    "a tint of the theme": (
        "A601",
        'paragraph 1 "Tinted"',
        word_file(
            p("Tinted", run='<w:color w:val="000000" w:themeColor="accent1" w:themeTint="66"/>'),
            theme='<a:clrScheme name="x"><a:accent1><a:srgbClr val="0B2F5E"/></a:accent1></a:clrScheme>',
        ),
    ),
    "a faint shape": (
        "A602",
        "paragraph 1",
        word_file(p(inside=drawing('descr="An arrow to the right"', inside=shape(FILL)))),
    ),
    "a link by its colour": (
        "A603",
        'style "Hyperlink"',
        word_file(p("Words, with ", inside=link("the report of 2005")), styles=COLOURED),
    ),
    "a text box": ("A701", "paragraph 1", word_file(p(inside=drawing("", inside=shape(FILL, "Mind this"))))),
    "a floating picture": ("A702", "paragraph 1", word_file(p(inside=drawing(floating=True)))),
    "a typed bullet": ("A801", 'paragraph 2 "• one"', word_file(p("Things:") + p("• one") + p("• two"))),
    "typed numbers": ("A801", 'paragraph 1 "1. one"', word_file(p("1. one") + p("2. two") + p("3. three"))),
    "typed letters": ("A801", 'paragraph 1 "a) one"', word_file(p("a) one") + p("b) two"))),
    "typed dashes": ("A801", 'paragraph 1 "– one"', word_file(p("– one") + p("– two"))),
    "empty paragraphs": ("A802", "paragraph 2", word_file(p("One") + p() + p() + p("Two"))),
    "a typed note": (
        "A803",
        'paragraph 1 "It is said1"',
        word_file(
            p("It is said", inside='<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>')
            + p("1", run='<w:vertAlign w:val="superscript"/>', inside="<w:r><w:t> By whom.</w:t></w:r>")
        ),
    ),
    "a note typed with a raised sign": (
        "A803",
        'paragraph 1 "It is said.²"',
        word_file(p("It is said.²") + p("² By whom.")),
    ),
    "no Word file": ("A901", "", b"PK no more"),
}
RIGHT = {
    "a plain file": word_file(),
    "marked Cyrillic": word_file(p("Васил Левски", run='<w:lang w:val="bg-BG"/>')),
    "a Bulgarian document": word_file(p("Васил Левски"), styles=STYLES.replace("en-GB", "bg-BG"), language="bg-BG"),
    "a Greek letter as a sign": word_file(p("a share of α, and Δ t")),
    "a decorative picture": word_file(p(inside=DECORATED.replace("inline", "anchor"))),
    "a second form for older programs": word_file(
        p(
            inside=f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{drawing()[5:-6]}</mc:Choice>"
            "<mc:Fallback><w:pict><v:shape/></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    ),
    "a ruled line": word_file(p(inside='<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>')),
    "headings up by two levels": word_file(p("a", "H1") + p("b", "H2") + p("c", "H3") + p("d", "H1")),
    "contacts": word_file(p(inside=link("www.iomtirana.org.al")) + p(inside=link("tirana@iom.int"))),
    "an entry of the contents": word_file(
        p(inside=link("Details").replace("there", "_Toc1"), style="Toc") + p("Details", "H1")
    ),
    "a picture as a link": word_file(p(inside=f'<w:hyperlink w:anchor="there">{drawing()}</w:hyperlink>')),
    "large pale text": word_file(p("Large", run='<w:color w:val="8A8A8A"/><w:sz w:val="36"/>')),
    "large bold pale text": word_file(p("Large", run='<w:color w:val="8A8A8A"/><w:b/><w:sz w:val="28"/>')),
    "hidden text": word_file(p("Hidden", run=f"{PALE}<w:vanish/>")),
    "automatic text on a dark cell": word_file(
        table(HEADS, row(cell(p("a"), properties='<w:shd w:val="clear" w:fill="0B2F5E"/>'), cell(p("b"))))
    ),
    "a page whose colour is not shown": word_file(
        p("Dark", run='<w:color w:val="071F40"/>'), background='<w:background w:color="0B2F5E"/>'
    ),
    "a link alone in its paragraph": word_file(p(inside=link("The report of 2005")), styles=COLOURED),
    "a single number": word_file(p("1. FC Köln won.") + p("Nobody knows why.")),
    "a missing value": word_file(p("–") + p("–")),
    "numbers of a contents": word_file(p("1. One", "Toc") + p("2. Two", "Toc")),
    "numbered headings": word_file(p("1. One", "H1") + p("2. Two", "H1")),
    "a single empty paragraph": word_file(p("One") + p() + p("Two")),
    "a power": word_file(
        p("12 m² and 3", inside='<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>')
    ),
    "text that was deleted": word_file(p(inside=f"<w:del>{drawing('')}</w:del>")),
}


def found(content: bytes) -> list[Diagnostic]:
    return check_document(content, "report.docx")


@pytest.mark.parametrize("name", WRONG)
def test_a_barrier_is_found_at_its_place(name: str) -> None:
    code, place, content = WRONG[name]
    (finding,) = found(content)
    assert finding.code == code
    assert finding.location is not None
    assert (finding.location.path, finding.location.place) == ("report.docx", place)
    if code != "A901":
        clause = CLAUSE_OF[code]
        assert f"EN 301 549, {clause.number} {clause.name} (WCAG 2.2, {clause.number[3:]})" in finding.why
    assert finding.fix


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_no_barrier_is_let_alone(name: str) -> None:
    assert found(RIGHT[name]) == []


def test_every_code_has_a_file_with_its_fault() -> None:
    declared = {each.id for each in vars(codes).values() if isinstance(each, Code)}
    assert {code for code, _, _ in WRONG.values()} == declared
    assert set(CLAUSE_OF) == declared - {"A901"}


def test_all_is_found_at_once() -> None:
    content = word_file(BODY + p("Pale", run=PALE) + p(inside=drawing("")) + p("", "H3"), title="")
    assert [each.code for each in found(content)] == ["A101", "A201", "A302", "A601"]


def test_what_a_style_does_wrong_is_said_once() -> None:
    styles = STYLES.replace('"Normal"/></w:style>', f'"Normal"/><w:rPr>{PALE}</w:rPr></w:style>', 1)
    (finding,) = found(word_file(p("One") + p("Two") + p("Three"), styles=styles))
    assert "#999999 on #FFFFFF is 2.8:1, less than 4.5:1" in finding.message


def test_notes_and_headers_are_read_too() -> None:
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"'
        ' Target="header1.xml"/></Relationships>'
    )
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:rPr>'
        f"{PALE}</w:rPr><w:t>Pale</w:t></w:r></w:p></w:hdr>"
    )
    more = {"word/_rels/document.xml.rels": relationships, "word/header1.xml": header}
    (finding,) = found(word_file(more=more))
    assert str(finding.location) == 'report.docx, header (word/header1.xml), paragraph 1 "Pale"'


def test_the_clauses_are_in_order_and_each_stands_once() -> None:
    numbers = [tuple(map(int, clause.number.split("."))) for clause in CLAUSES]
    assert numbers == sorted(set(numbers))
    assert all(clause.checked or clause.person for clause in CLAUSES)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (p("One"), Outcome.MET),
        (p("One", paragraph="<w:framePr/>"), Outcome.IN_PART),
        (p("One") + '<w:sectPr><w:cols w:num="2"/></w:sectPr>', Outcome.IN_PART),
    ],
)
def test_a_person_is_only_asked_for_what_is_there(body: str, outcome: Outcome) -> None:
    outcomes = {each.clause.number: each.outcome for each in examine(word_file(body), "report.docx").clauses}
    assert outcomes["10.1.3.2"] is outcome
    assert outcomes["10.1.4.3"] is Outcome.MET


def test_what_only_hinders_fails_no_clause() -> None:
    examination = examine(word_file(p("One") + p() + p() + p("Two")), "report.docx")
    (result,) = [each for each in examination.clauses if each.clause.number == "10.1.3.1"]
    assert (result.outcome, [each.code for each in result.findings]) == (Outcome.IN_PART, ["A802"])


@pytest.mark.parametrize(
    "damage",
    [
        ("<w:body>", "<w:body><w:tc/>"),
        ("<w:body>", "<w:body><w:tr><w:tc/></w:tr>"),
        ("<w:tbl>", "<w:tbl><w:tr/>"),
        ('w:val="H1"', 'w:val="no such style"'),
        ('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="H1"/>'),
        ('w:val="22"', 'w:val="large"'),
        ('w:val="0420"', 'w:val="zz"'),
        ("</w:body>", '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:body>'),
        ("</w:body>", "<w:p>"),
    ],
)
def test_a_damaged_file_gives_findings_and_no_fault(damage: tuple[str, str]) -> None:
    body = f"<w:body>{BODY}</w:body>".replace(*damage).removeprefix("<w:body>").removesuffix("</w:body>")
    content = word_file(body, styles=STYLES.replace(*damage))
    assert all(each.location for each in found(content))
