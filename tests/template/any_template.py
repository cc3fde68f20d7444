"""Templates and contexts of any shape, for hypothesis."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from corpus.package import document, p, r, tbl, tr
from hypothesis import strategies as st

_ESCAPES = re.compile(r"\{_\{|\}_\}|\{_%|%_\}")
TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cn"), exclude_characters="".join(map(chr, (*range(9), *range(11, 32), 127)))
    ),
    max_size=12,
).filter(lambda text: not _ESCAPES.search(text))
"""Text that docxtpl does not lose: no control characters but the tab and the new line."""
NAMES = ("alpha", "beta", "gamma")
LISTS = ("ones", "twos")
_LOOPED = "item"

_word = st.sampled_from(["word", " two words ", "& <x>", "é 😀", "a-b_c", "100 %", "{ x }"])
_value = st.sampled_from(
    [
        *(f"{{{{ {name} }}}}" for name in (*NAMES, _LOOPED)),
        "{{ alpha | upper }}",
        "{{ ones | length }}",
        "{{ beta ~ gamma }}",
        "{{- alpha -}}",
        "{{ loop.index if loop is defined }}",
        "{# nothing #}",
    ]
)
_condition = st.sampled_from(["alpha", "not alpha", "ones", "beta == gamma", "ones | length > 1"])
_looped = st.sampled_from([f"for {_LOOPED} in {name}" for name in LISTS])


@st.composite
def _inline(draw: st.DrawFn, depth: int = 0) -> str:
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["word", "value", "if", "for"] if depth < 2 else ["word", "value"]))
        match kind:
            case "word":
                parts.append(draw(_word))
            case "value":
                parts.append(draw(_value))
            case "if":
                parts.append(f"{{% if {draw(_condition)} %}}{draw(_inline(depth + 1))}{{% else %}}no{{% endif %}}")
            case _:
                parts.append(f"{{% {draw(_looped)} %}}{draw(_inline(depth + 1))}{{% endfor %}}")
    return "".join(parts)


@st.composite
def _paragraph(draw: st.DrawFn) -> str:
    text = draw(_inline())
    cuts = sorted(set(draw(st.lists(st.integers(0, len(text)), max_size=3))))
    looks = draw(st.lists(st.sampled_from(["", "<w:b/>", "<w:i/>"]), min_size=4, max_size=4))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return p(*(r(piece, look) for piece, look in zip(pieces, looks, strict=False) if piece))


@st.composite
def _blocks(draw: st.DrawFn, depth: int = 0) -> str:
    written: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["p", "if", "for", "tbl"] if depth < 2 else ["p"]))
        match kind:
            case "p":
                written.append(draw(_paragraph()))
            case "if":
                opening = p(f"{{%p if {draw(_condition)} %}}")
                written += (opening, draw(_blocks(depth + 1)), p("{%p else %}"), p("other"), p("{%p endif %}"))
            case "for":
                written += (p(f"{{%p {draw(_looped)} %}}"), draw(_blocks(depth + 1)), p("{%p endfor %}"))
            case _:
                written.append(draw(_table()))
    return "".join(written)


@st.composite
def _table(draw: st.DrawFn) -> str:
    def row(*cells: str) -> str:
        return tr(*(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells))

    def plain() -> str:
        return row(draw(_paragraph()), draw(_paragraph()))

    shape: Callable[[], list[str]] = draw(
        st.sampled_from(
            [
                lambda: [plain()],
                lambda: [tr(f"{{%tr {draw(_looped)} %}}", ""), plain(), tr("{%tr endfor %}", ""), plain()],
                lambda: [plain(), tr(f"{{%tr if {draw(_condition)} %}}", ""), plain(), tr("{%tr endif %}", "")],
                lambda: [tr("a", f"{{%tc {draw(_looped)} %}}", "{{ item }}", "{%tc endfor %}")],
            ]
        )
    )
    return tbl(*shape(), columns=draw(st.sampled_from([(1000, 1000), (1000,), (500, 600, 700)])))


@st.composite
def any_template(draw: st.DrawFn) -> bytes:
    """A template with loops, conditions, tables and tags split over runs."""
    headers = [draw(_paragraph())] if draw(st.booleans()) else []
    return document(draw(_blocks()), headers=headers)


def any_values() -> st.SearchStrategy[dict[str, Any]]:
    """A context that `any_template` can be rendered with."""
    texts = dict.fromkeys((*NAMES, _LOOPED), TEXT)
    lists = {name: st.lists(TEXT | st.integers(), max_size=3) for name in LISTS}
    return st.fixed_dictionaries({**texts, **lists})
