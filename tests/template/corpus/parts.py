"""Headers, footers, footnotes and document properties."""

from __future__ import annotations

from corpus.cases import case
from corpus.package import DECLARED, SECTION, document, note, note_reference, p, r, tbl, tr

REFERENCES = (
    '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
    '<w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>'
)
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>',
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>',
)


def headers_and_footers() -> bytes:
    return document(
        "{{ title }}",
        headers=("{{ title }}", p(r("first {{"), r(" title }}", "<w:b/>"))),
        footers=(
            tbl(tr("{%tr for x in items %}", ""), tr("{{ x }}", "{{ loop.index }}"), tr("{%tr endfor %}", ""))
            + p("{% if items %}Page{% else %}Nothing{% endif %}"),
        ),
        section=REFERENCES,
    )


def header_without_tags() -> bytes:
    return document("{{ title }}", headers=("Just & words", "and more"), footers=("{{ title }}",), section=REFERENCES)


def body_without_tags() -> bytes:
    return document("Just words", p(r("a\tb")), headers=("{{ title }}", "x"), footers=("y",), section=REFERENCES)


def footnotes() -> bytes:
    return document(
        p(r("Text"), note_reference(1), r(" {{ title }}"), note_reference(2)),
        "{%p for x in items %}",
        p(r("{{ x }}"), note_reference(1)),
        "{%p endfor %}",
        footnotes=(
            *SEPARATORS,
            note(1, "About {{ title }}"),
            note(2, r("Items: "), r("{{ items | join(', ') }}", "<w:i/>")),
        ),
    )


def pretty_printed_parts() -> bytes:
    body = "\n    <w:p>\n      <w:r>\n        <w:t>{{ title }}</w:t>\n      </w:r>\n    </w:p>\n    "
    header = (
        f"<w:hdr {DECLARED}>\n  <w:p>\n    <w:r>\n      <w:t>{{{{ title }}}}</w:t>\n    </w:r>\n  </w:p>\n</w:hdr>\n"
    )
    notes = f"\n{note(1, 'a {{ title }}')}\n"
    return document(
        "<!-- a comment -->" + body,
        headers=("x", "y"),
        footers=("z",),
        footnotes=(notes,),
        section=REFERENCES,
        members={"word/header1.xml": header},
    )


def properties() -> bytes:
    return document(
        "{{ title }}",
        core={
            "title": "About {{ title }}",
            "subject": "{% for x in items %}{{ x }};{% endfor %}",
            "creator": "Somebody",
            "description": "{{ items | length }} items",
            "identifier": "{{ title | upper }}",
            "language": "en-GB",
        },
    )


def no_tags_at_all() -> bytes:
    return document("Only words.", tbl(tr("a", "b")), section=SECTION)


CONTEXTS = ({"title": "A title", "items": ["a", "b"]}, {"title": "42", "items": []})
ESCAPED = {"title": "A & <b> \"c\" 'd'", "items": ["& x", "< y"]}
CASES = (
    *(
        case(template.__name__, template, *CONTEXTS, ESCAPED)
        for template in (
            headers_and_footers,
            header_without_tags,
            body_without_tags,
            footnotes,
            pretty_printed_parts,
            no_tags_at_all,
        )
    ),
    # With & in a value docxtpl escapes a property twice.
    case("properties", properties, *CONTEXTS),
)
