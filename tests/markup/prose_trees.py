"""Trees of every shape, with texts that Markdown would read as something else."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from iomreport.markup import walk
from iomreport.markup.nodes import (
    Alignment,
    Block,
    BulletList,
    Cell,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Quote,
    Reference,
    Row,
    Span,
    Strong,
    Table,
    Text,
)

NASTY = (
    *"*_[]{}<>&|\\#-+=.:!()^`~\"'$%@,; ",
    *("**", "__", "***", "~~", "~~~", "``", "```", "===", "---", "- - -", "1.", "2)", "10.", "+ ", "# ", "> ", "    "),
    *(": ", ":", "| --- |", "|", "\\|", "<", "^", "![", "](", "](http://a.b)", "[x](http://a.b)", "![x](y.png)"),
    *("{#id}", "{a=b}", "{lang=bs}", "{continue}", "{{ x }}", "{% if %}", "{x}", "[^a]", "[^a]: b", "[a]: http://b"),
    *("&amp;", "&#65;", "&nbsp;", "&x", "<b>", "</b>", "<!-- remark: x -->", "<!-- x", "-->"),
    *("<http://a.b>", "<a@b.c>", "http://a.b", "a@b.c", "snake_case_name", "a*b*c"),
    *("\t", "\n", "\n\n", "\\\n", "  \n", "\r\n", "\f", "\u00a0", "\u2003", "\u202f", "\u2028", "\u3000"),
    *("ž", "Ω", "Тирана", "تيرانا", "תל", "漢", "😀", "👩\u200d👧", "e\u0301", "\u200b", "\ufeff", "\u00ad", "\u200f"),
    *("–", "“", "’", "…", "½"),
)
LETTERS = st.sampled_from("abcxyz019")
# Noncharacters have no number reference, and surrogates and control characters no place in a document.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"))


@st.composite
def texts(draw: DrawFn) -> str:
    return "".join(draw(st.lists(st.sampled_from(NASTY) | LETTERS | CHARACTERS, min_size=1, max_size=6)))


words = texts()
addresses = st.sampled_from(("AL", "AL/priorities/a", "tables/x-1", "#", "a b", "ž&amp;(c)"))
targets = st.sampled_from(
    (
        "http://www.iom.int",
        "https://a.b/c_d?e=1&f=2&amp=3&copy;",
        "http://a.b/(c)",
        "http://a.b/c d",
        "http://a.b/\\<x>|*y*",
        "mailto:a_b@c.org",
        "tel:+355",
        "HTTP://É.eu/\u00a0",
    )
)
languages = st.sampled_from(("bs", "sr-Latn", "sq-AL"))
identifiers = st.sampled_from(("", "", "map", "AL/x.1", "ž-2"))


AUTOLINKS = (
    Link("http://a.b/c_d*e", (Text("http://a.b/c_d*e"),)),
    Link("mailto:a_b@c.org", (Text("a_b@c.org"),)),
)
KNOWN_NOTES = (
    Note("nato", (Paragraph((Text("A note that is cited in several places."),)),)),
    Note("Ž:1/a_b", (BulletList((Item((Paragraph((Strong((Text("x"),)),)),)),)), Paragraph((Text("{y=z}"),)))),
)


def inlines(notes: SearchStrategy[Inline], *, most: int = 4) -> SearchStrategy[tuple[Inline, ...]]:
    """Content of a paragraph."""
    leaves = words.map(Text) | words.map(Text) | st.sampled_from(AUTOLINKS) | st.builds(LineBreak) | notes

    def wrappers(inner: SearchStrategy[Inline]) -> SearchStrategy[Inline]:
        content = st.lists(inner, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Strong, content),
            st.builds(Emphasis, content),
            st.builds(Link, targets, content),
            st.builds(Reference, addresses, content, st.booleans()),
            st.builds(Span, languages, content),
        )

    nodes = st.recursive(leaves, wrappers, max_leaves=6)
    return st.lists(nodes, max_size=most).map(tuple)


def tables(notes: SearchStrategy[Inline]) -> SearchStrategy[Table]:
    reach = st.sampled_from((1, 1, 1, 2, 3))
    content = inlines(notes, most=2) | st.sampled_from([(Text("<"),), (Text("^"),), (Text("|"),), ()])
    rows = st.builds(Row, st.lists(st.builds(Cell, content, reach, reach), max_size=3).map(tuple))
    sides: SearchStrategy[Alignment | None] = st.sampled_from((None, "left", "center", "right"))
    return st.builds(
        Table,
        rows,
        st.lists(rows, max_size=3).map(tuple),
        st.lists(sides, max_size=3).map(tuple),
        inlines(notes, most=2),
        identifiers,
    )


def headings(notes: SearchStrategy[Inline]) -> SearchStrategy[Heading]:
    pairs = st.dictionaries(st.sampled_from(("theme", "also", "x-1")), words.filter(str.strip), max_size=2)
    attributes = pairs.map(lambda found: tuple(found.items()))
    return st.builds(Heading, st.integers(1, 6), inlines(notes), identifiers, attributes)


def figures(notes: SearchStrategy[Inline]) -> SearchStrategy[Figure]:
    paths = st.sampled_from(("map.png", "a b/ž (1).png", "x<y>.png", "a&amp;b.png"))
    return st.builds(Figure, paths, words, inlines(notes, most=2), identifiers, st.integers(1, 100))


def blocks(notes: SearchStrategy[Inline]) -> SearchStrategy[Block]:
    paragraphs = st.builds(Paragraph, inlines(notes))
    leaves: SearchStrategy[Block] = st.one_of(paragraphs, paragraphs, headings(notes), figures(notes), tables(notes))

    def containers(inner: SearchStrategy[Block]) -> SearchStrategy[Block]:
        items = st.lists(st.builds(Item, st.lists(inner, max_size=3).map(tuple)), max_size=3).map(tuple)
        return st.one_of(
            st.builds(BulletList, items),
            st.builds(OrderedList, items, st.sampled_from((0, 1, 1, 3, 99)), st.booleans()),
            st.builds(Quote, st.lists(inner, max_size=2).map(tuple)),
        )

    return st.recursive(leaves, containers, max_leaves=6)


def has_one_text_a_label(prose: Prose) -> bool:
    texts: dict[str, Note] = {}
    return all(texts.setdefault(note.label, note) == note for note in walk.notes(prose))


note_texts = st.lists(blocks(st.nothing()), min_size=1, max_size=2).map(lambda found: Prose(tuple(found)).blocks)
new_notes = st.builds(Note, st.integers(0, 99).map("n-{}".format), note_texts.filter(bool))
all_notes: SearchStrategy[Inline] = st.sampled_from(KNOWN_NOTES) | new_notes

proses = st.lists(blocks(all_notes), max_size=4).map(lambda found: Prose(tuple(found))).filter(has_one_text_a_label)
"""Prose in normal form: what the reader could have read."""
