"""Tags that Word has split over runs, and tags that stand for whole runs."""

from __future__ import annotations

from corpus.cases import case
from corpus.package import document, p, r

PROOF = '<w:proofErr w:type="spellStart"/>'


def split_tags() -> bytes:
    return document(
        p(r("{"), r("{ na", "<w:b/>"), r("me }", "<w:i/>"), r("}")),
        p(r("{{"), PROOF, r(" user"), PROOF, r(".name "), r("}}")),
        p(r("{%"), r(" if "), r("number", "<w:b/>"), r(" %"), r("}"), r("yes"), r("{% end"), r("if %}")),
        p(r("{%p for x"), r(" in items %", "<w:b/>"), r("}")),
        p(r("item {{"), r(" x }"), r("}")),
        p(r("{%"), r("p endfor %}")),
        '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ name</w:t></w:r><w:bookmarkStart w:id="1" w:name="b"/>'
        '<w:r><w:t> }} tail</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>',
    )


def space_is_preserved() -> bytes:
    return document(
        "<w:p><w:r><w:t>{{ name }}</w:t></w:r><w:r><w:t>plain</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{% if number %} spaced {% endif %}</w:t></w:r></w:p>",
        '<w:p><w:r><w:t xml:space="preserve">  {{ name }}  </w:t></w:r></w:p>',
    )


def run_tags() -> bytes:
    return document(
        p(r("before ", "<w:b/>"), r("{%r if number %}"), r("inside", "<w:i/>"), r("{%r endif %}"), r(" after")),
        p(r("items: "), r("{%r for x in items %}"), r("{{ x }}", "<w:b/>"), r(", "), r("{%r endfor %}"), r(".")),
        p(r("in one run {%r if number %}bold?{%r endif %} after", "<w:b/>")),
        p(r("a {{r rich }} b", "<w:b/>")),
    )


def tabs_and_breaks() -> bytes:
    return document(
        "<w:p><w:r><w:t>{{ name }}</w:t><w:tab/><w:t>{{ number }}</w:t><w:br/><w:t>{{ name }}</w:t></w:r></w:p>",
        p(r("{{ lines }}", "<w:b/>"), properties='<w:pStyle w:val="BodyText"/>'),
        p(r("x {{ lines }} y "), r("{{ lines }}", "<w:i/>")),
        "<w:p><w:pPr/><w:r><w:t>{{ lines }}</w:t></w:r></w:p>",
    )


def hyperlinks_and_fields() -> bytes:
    return document(
        p('<w:hyperlink w:anchor="x"><w:r><w:t>{{ name }}</w:t></w:r></w:hyperlink>'),
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r><w:instrText xml:space="preserve"> REF {{ number }} </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            "{{ name }}",
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        p('<w:fldSimple w:instr=" DOCPROPERTY {{ number }} "><w:r><w:t>{{ name }}</w:t></w:r></w:fldSimple>'),
        p('<w:ins w:id="5" w:author="{{ name }}"><w:r><w:t>{{ name }}</w:t></w:r></w:ins>'),
    )


class _Rich:
    """Markup as docxtpl's RichText makes it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return f'<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">{self.text}</w:t></w:r>'

    __str__ = __html__


CONTEXTS = tuple(
    {
        "name": name,
        "number": number,
        "items": items,
        "user": {"name": name},
        "rich": _Rich("rich &amp; &lt;safe&gt;"),
        "lines": lines,
    }
    for name, number, items, lines in (
        ("Ana", 1, ["a", "b & c"], "one\ntwo\tthree\n\nfour"),
        ("<&>\"'", 0, [], "plain"),
        ("  spaces  ", 25, [1, 2.5, None, True], "\n\t\n"),
    )
)
CASES = tuple(
    case(template.__name__, template, *CONTEXTS)
    for template in (split_tags, space_is_preserved, run_tags, tabs_and_breaks, hyperlinks_and_fields)
)
