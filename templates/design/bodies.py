"""The order of the pages: one function a kind of document."""

from __future__ import annotations

from templates.design.contacts import contact
from templates.design.page import Running, section
from templates.design.pieces import (
    ANNEX_ROOM,
    CHAPTER_ROOM,
    acronyms,
    chosen_countries,
    cover,
    facts,
    formatted,
    heading,
    priorities,
)
from templates.design.projects import proposals
from templates.design.regional_answers import overview, standing
from templates.design.xml import each, either, listed, paragraph, prose, when

CONTENTS = prose("contents")
EDITION = "{{ strategy.title }} {{ strategy.period }}"
ALL_THEMES = listed("theme in themes", "theme.label")


def _opener(eyebrow: str, level: int, title: str, number: str = "", room: int = 0) -> str:
    """The head of a page with the band of colour: a line that says where we are, and the title."""
    return paragraph("Eyebrow", eyebrow) + heading(level, title, number, room=room, place="top", large=level > 1)


def _themes(style: str) -> str:
    """A line that names the theme of an extract, or all of several."""
    return either("theme is defined", paragraph(style, "{{ theme.label }}"), paragraph(style, ALL_THEMES))


def _chapter(chapter: str, level: int, *before: str) -> str:
    """A country's chapter, with what stands between its title and its background."""
    country = f"{chapter}.country"
    return "".join(
        (
            _opener(
                "{{ strategy.parts.national }}",
                level,
                f"{{{{ {country}.names.long }}}}",
                f"{{{{ {chapter}.number }}}}",
                CHAPTER_ROOM,
            ),
            *before,
            heading(level + 1, "{{ labels.background }}"),
            formatted(f"{country}.background", level + 2),
            heading(level + 1, f"{{{{ {country}.priorities_heading }}}}"),
            priorities(country, level + 2),
        )
    )


def _first_or_next(before: str, running: Running = "part") -> str:
    """The end of a section whose pages count from 1, or go on from those `before`, where its condition holds."""
    return either(before, section(running, opener=True), section(running, opener=True, start=1))


def strategy_body() -> str:
    """The whole edition."""
    regional = "strategy.regional"
    summary = "strategy.executive_summary"
    parts = f"{regional}.introduction and {regional}.trends"
    return "".join(
        (
            cover(
                when("strategy.selection", paragraph("CoverEyebrow", "{{ labels.extract }}")),
                paragraph("Title", "{{ strategy.title }}"),
                chosen_countries(),
                paragraph("Subtitle", "{{ strategy.period }}"),
            ),
            CONTENTS,
            when(
                "strategy.foreword",
                heading(1, "{{ strategy.foreword.title }}", place="page"),
                formatted("strategy.foreword.body", 2),
                when(
                    "strategy.foreword.signatory",
                    paragraph("SignatureName", "{{ strategy.foreword.signatory.name }}"),
                    paragraph("Signature", "{{ strategy.foreword.signatory.role }}"),
                ),
            ),
            section("part", start=1, roman=True),
            when(
                summary,
                _opener(EDITION, 1, f"{{{{ {summary}.title }}}}", "I"),
                formatted(f"{summary}.body", 2),
                section("part", opener=True, start=1),
            ),
            when(
                parts,
                _opener(EDITION, 1, "{{ strategy.parts.regional }}", "II"),
                heading(2, f"{{{{ {regional}.introduction.title }}}}"),
                formatted(f"{regional}.introduction.body", 3),
                heading(2, f"{{{{ {regional}.trends.title }}}}", "II.1", place="page"),
                formatted(f"{regional}.trends.body", 3),
                heading(2, "{{ strategy.parts.priorities }}", "II.2", place="page"),
                each(
                    f"priority in {regional}.priorities",
                    heading(3, "{{ priority.title }}", "II.2.{{ priority.number }}"),
                    formatted("priority.body", 4),
                ),
                _first_or_next(summary, "chapter"),
            ),
            _opener(EDITION, 1, "{{ strategy.parts.national }}", "III"),
            overview(),
            _first_or_next(f"{summary} or {parts}"),
            heading(2, "{{ labels.matrix }}", place="top"),
            paragraph("TableText", "{{ labels.matrix_key }}", properties='<w:spacing w:after="140"/>'),
            prose("matrix"),
            section("part", landscape=True),
            each("chapter in chapters", _chapter("chapter", 2, facts("chapter")), section("chapter", opener=True)),
            _opener(EDITION, 1, "{{ strategy.parts.annex }}", "{{ labels.annex }}", ANNEX_ROOM),
            heading(2, "{{ strategy.parts.regional_projects }}"),
            proposals("regional_groups", 3),
            each(
                "chapter in chapters if chapter.country.mission or chapter.groups",
                heading(2, "{{ chapter.country.names.annex or chapter.country.names.long }}", place="page", large=True),
                when("chapter.country.mission", contact("chapter.country.mission")),
                proposals("chapter.groups", 3),
            ),
            section("chapter", opener=True),
            _opener(EDITION, 1, "{{ labels.acronyms }}"),
            acronyms(),
            section("part", opener=True, last=True),
        )
    )


def country_body() -> str:
    """What one country's ministry needs."""
    return "".join(
        (
            cover(
                paragraph("CoverEyebrow", "{{ labels.country_extract }}"),
                paragraph("Title", "{{ country.names.long }}"),
                paragraph("Subtitle", "{{ strategy.title }}"),
                paragraph("Subtitle", "{{ strategy.period }}"),
            ),
            CONTENTS,
            section("part", start=1, roman=True),
            _opener("{{ country.names.long }}", 1, "{{ labels.standing }}"),
            facts("chapter"),
            paragraph("Lead", "{{ labels.standing_lead }}", properties='<w:spacing w:before="320"/>'),
            standing("chapter"),
            section("part", opener=True, start=1),
            _chapter("chapter", 1),
            when(
                "chapter.groups",
                heading(1, "{{ labels.proposed_projects }}", place="clear"),
                proposals("chapter.groups", 2),
            ),
            when(
                "regional_groups",
                heading(1, "{{ strategy.parts.regional_projects }}", place="clear"),
                paragraph("Lead", "{{ labels.regional_proposals_lead }}"),
                proposals("regional_groups", 2),
            ),
            when("country.mission", heading(1, "{{ labels.contact }}", place="clear"), contact("country.mission")),
            when("acronyms", heading(1, "{{ labels.acronyms }}", place="clear"), acronyms()),
            section("part", opener=True, last=True),
        )
    )


def theme_body() -> str:
    """One theme or several across the region or in some countries, for a donor."""
    return "".join(
        (
            cover(
                paragraph("CoverEyebrow", "{{ labels.theme_extract }}"),
                _themes("Title"),
                chosen_countries(),
                paragraph("Subtitle", "{{ strategy.title }}"),
                paragraph("Subtitle", "{{ strategy.period }}"),
            ),
            CONTENTS,
            section("part", start=1, roman=True),
            _themes("Eyebrow"),
            heading(1, "{{ labels.introduction }}", place="top"),
            paragraph("Lead", "{{ labels.theme_lead }}"),
            when("chapters", overview()),
            section("part", opener=True, start=1),
            each(
                "chapter in chapters",
                when(
                    "loop.first",
                    _themes("Eyebrow"),
                    heading(1, "{{ labels.priorities_and_proposals }}", place="top"),
                ),
                heading(2, "{{ chapter.country.names.long }}", "{{ chapter.number }}"),
                when(
                    "chapter.country.priorities",
                    heading(3, "{{ chapter.country.priorities_heading }}"),
                    priorities("chapter.country", 4),
                ),
                when(
                    "chapter.groups",
                    heading(3, "{{ labels.proposed_projects }}"),
                    proposals("chapter.groups"),
                ),
            ),
            when(
                "regional_groups",
                heading(1, "{{ strategy.parts.regional_projects }}", place="clear"),
                proposals("regional_groups", 2),
            ),
            each(
                "chapter in chapters if chapter.country.mission",
                when("loop.first", heading(1, "{{ labels.contacts }}", place="clear")),
                heading(2, "{{ chapter.country.names.short }}"),
                contact("chapter.country.mission"),
            ),
            when("acronyms", heading(1, "{{ labels.acronyms }}", place="clear"), acronyms()),
            section("part", opener=True, last=True),
        )
    )
