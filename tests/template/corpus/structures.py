"""Structures within structures: nested tables, text boxes, content controls, alternate content, formulas."""

from __future__ import annotations

from corpus.cases import case
from corpus.package import document, p, r, tbl, tc, tr


def nested_table() -> bytes:
    inner = tbl(tr("{{ name }}", "{{ loop.index }}"), columns=(500, 500))
    return document(
        tbl(
            tr("{%tr for name in names %}", ""),
            tr("{{ name }}", tc(inner, p("after"))),
            tr("{%tr endfor %}", ""),
            columns=(2000, 2000),
        ),
    )


def text_box() -> bytes:
    content = p("{{ title }}") + p("{%p for name in names %}") + p("{{ name }}") + p("{%p endfor %}")
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>'
        '<wp:docPr id="3" name="Box"/><a:graphic><a:graphicData uri="wps"><wps:wsp><wps:txbx><w:txbxContent>'
        f"{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape id="s"><v:textbox><w:txbxContent>'
        f"{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    return document(p(r("before "), box, r(" after {{ title }}")), "{{ title }}")


def content_controls() -> bytes:
    return document(
        f'<w:sdt><w:sdtPr><w:alias w:val="{{{{ title }}}}"/></w:sdtPr><w:sdtContent>{p("{{ title }}")}'
        f"{p('{%p for name in names %}')}{p('{{ name }}')}{p('{%p endfor %}')}</w:sdtContent></w:sdt>",
        p(
            '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>'
            "<w:r><w:t>{{ title }}</w:t></w:r></w:sdtContent></w:sdt>"
        ),
    )


def attributes() -> bytes:
    return document(
        p(r("x", '<w:color w:val="{{ colour }}"/>'), properties='<w:pStyle w:val="{{ style }}"/>'),
        '<w:p><w:bookmarkStart w:id="1" w:name="mark_{{ names | length }}"/><w:bookmarkEnd w:id="1"/></w:p>',
        p('<w:hyperlink w:anchor="{{ title }}"><w:r><w:t>go</w:t></w:r></w:hyperlink>'),
    )


def formula() -> bytes:
    return document(p("<m:oMath><m:r><m:t>{{ title }}</m:t></m:r></m:oMath>", r(" = {{ title }}")))


def revisions_and_comments() -> bytes:
    return document(
        p(
            '<w:commentRangeStart w:id="0"/>',
            "{{ title }}",
            '<w:commentRangeEnd w:id="0"/>',
            '<w:del w:id="2" w:author="x"><w:r><w:delText>{{ title }}</w:delText></w:r></w:del>',
        ),
        p("{{ title }}", properties='<w:rPr><w:b/></w:rPr><w:pPrChange w:id="3" w:author="x"><w:pPr/></w:pPrChange>'),
    )


def letter() -> bytes:
    """A long mixture, as people write."""
    return document(
        p("{{ title }}", properties='<w:pStyle w:val="heading1"/>'),
        p(r("Dear {% for name in names %}{{ name }}{% if not loop.last %}, {% endif %}{% else %}all{% endfor %},")),
        "{%p if names | length > 1 %}",
        tbl(
            tr("No.", "Name"),
            tr("{%tr for name in names %}", ""),
            tr("{{ loop.index }}", "{% if loop.first %}{{ name | upper }}{% else %}{{ name }}{% endif %}"),
            tr("{%tr endfor %}", ""),
        ),
        "{%p else %}",
        "There is no table.",
        "{%p endif %}",
        p(r("Yours, "), r("{{ title }}", "<w:i/>")),
    )


CONTEXTS = (
    {"names": ["Ana", "B & <o>", "Cid"], "title": "T & <x>", "colour": "FF0000", "style": "BodyText"},
    {"names": ["one"], "title": "t", "colour": "auto", "style": "Normal"},
    {"names": [], "title": "two\nlines", "colour": "", "style": 'q"q'},
)
CASES = tuple(
    case(template.__name__, template, *CONTEXTS[: 2 if template is nested_table else 3])
    for template in (
        nested_table,
        text_box,
        content_controls,
        attributes,
        formula,
        revisions_and_comments,
        letter,
    )
)
