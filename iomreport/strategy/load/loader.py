"""content/ -> the strategy, with all that was found on the way.

Parts of the content that are read alike as long as their files are the same: the folder of a country, the region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar, cast, overload

from pydantic import Field

from iomreport.diagnostics.codes.content import FOLDER_MISSING, LISTED_TWICE
from iomreport.diagnostics.codes.publish import NO_PROJECT
from iomreport.diagnostics.finding import ContentError, Diagnostic, Findings, Location
from iomreport.diagnostics.suggest import did_you_mean, nearest
from iomreport.markup.field import Record
from iomreport.markup.markdown_file import Allowance, Remark, Sum
from iomreport.strategy.addresses import assign_addresses
from iomreport.strategy.load.country import (
    CountryFolder,
    code_of,
    country_files,
    read_country,
    read_regional,
    regional_files,
)
from iomreport.strategy.load.cross_checks import Gathered, check_across, check_folders, country_folders
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.titled import read_titled
from iomreport.strategy.load.validation import build, build_list, classes_of, shapes_of
from iomreport.strategy.load.yaml_reader import Plain, YamlText
from iomreport.strategy.model.strategy import Acronym, Foreword, Regional, Strategy, Theme, TitledProse

T = TypeVar("T")
S = TypeVar("S", bound=Strategy)


class Parts(Protocol):
    """Keeps parts from one run to the next, by a key that says all that they were made of but the program."""

    def take(self, key: str) -> object | None: ...

    def keep(self, key: str, part: object) -> None: ...


def read_part(
    read: Callable[[Reading], T], paths: Iterable[str], given: Sequence[object], reading: Reading, parts: Parts | None
) -> T:
    """What `read` makes of the files at `paths`, with all that it finds: from an earlier run if they are the same.

    `given` is what else the part is made of, and no other part of the same files.
    """
    if parts is None:
        return read(reading)
    state = sha256(repr(given).encode())
    for path in paths:
        state.update(f"\0{path}\0".encode())
        state.update(_digest(reading, path))
    key = state.hexdigest()
    known = cast("tuple[T, Reading] | None", parts.take(key))
    if known is None:
        own = Reading(reading.project)
        known = read(own), own
        parts.keep(key, known)
    part, own = known
    reading.findings.extend(own.findings.items)
    reading.remarks += own.remarks
    reading.allowances += own.allowances
    reading.sums += own.sums
    reading.files += own.files
    return part


def _digest(reading: Reading, path: str) -> bytes:
    file = reading.project / path
    try:
        return sha256(file.read_bytes()).digest()
    except OSError as error:
        # Why it cannot be read is part of what is found.
        return f"{error.errno} {file.is_symlink()} {file.is_dir()}".encode()


STRATEGY, THEMES = "content/strategy.yaml", "content/themes.yaml"
ORDER = "countries"
LABELS, ACRONYMS = "content/labels.yaml", "content/acronyms.yaml"
FOREWORD, SUMMARY = "content/foreword.md", "content/executive-summary.md"


@dataclass(frozen=True, slots=True)
class Edition:
    """What content/ holds. There is a strategy only where no finding is an error.

    `findings` are in the order of files and lines. `remarks` are editors' to each other; `allowances` say which
    findings an editor has accepted. `files` are the paths that were read, each with the SHA-256 of its bytes.
    """

    strategy: Strategy | None
    findings: tuple[Diagnostic, ...]
    remarks: tuple[Remark, ...]
    allowances: tuple[Allowance, ...]
    files: tuple[tuple[str, str], ...]
    sums: tuple[Sum, ...] = ()
    partial: Strategy | None = None
    """The strategy as far as it could be read, where a finding is an error."""


class _Order(Record):
    """The order of the countries, as strategy.yaml has it."""

    countries: tuple[str, ...] = Field(min_length=1)


class _Labels(Record):
    labels: dict[str, dict[str, str]]


@overload
def load(project: Path | str) -> Strategy: ...


@overload
def load(project: Path | str, model: type[S]) -> S: ...


def load(project: Path | str, model: type[Strategy] = Strategy) -> Strategy:
    """The strategy of a project. Raises `ContentError` with every error of its content.

    `model` is a subclass of `Strategy` with more fields, or with subclasses of `Country`, `Project` and others in its
    annotations: their fields are keys of the same files, and for a `Priority` attributes of its heading.
    Raises `TypeError` for fields that no content file can hold.

        strategy = load("my-report")
    """
    edition = load_edition(project, model=model)
    if edition.strategy is None:
        raise ContentError(Findings(list(edition.findings)).errors, Path(project))
    return edition.strategy


def load_edition(project: Path | str, parts: Parts | None = None, model: type[Strategy] = Strategy) -> Edition:
    """All of a project's content, and all that is wrong with it. Never raises for what a person wrote.

    `parts` keeps what was read for later runs, in which its files are the same. `model` is as in `load`.
    """
    reading = Reading(Path(project))
    if model is not Strategy:
        # What is kept is kept by its files alone.
        reading.classes, parts = classes_of(model, Strategy), None
    strategy: Strategy | None = None
    if not (reading.project / "content").is_dir():
        reading.findings.add(NO_PROJECT.at(None, f"{project} has no folder content/"))
    else:
        strategy = _read(reading, parts)
    findings = tuple(reading.findings.sorted())
    return Edition(
        None if strategy is None or reading.findings.errors else strategy,
        findings,
        tuple(reading.remarks),
        tuple(reading.allowances),
        tuple(reading.files),
        tuple(reading.sums),
        strategy,
    )


def _read(reading: Reading, parts: Parts | None) -> Strategy | None:
    frame = reading.yaml(STRATEGY)
    order = _order(frame, reading)
    folders = _countries(order, _priorities_headings(frame), reading, parts)
    listed = [slug for slug, _ in order]
    regional = read_part(read_regional, regional_files(reading.project), (), reading, parts)
    common = read_part(_read_common, (THEMES, ACRONYMS, LABELS, FOREWORD, SUMMARY), (), reading, parts)
    given: dict[str, object] = {
        "themes": common.themes,
        "acronyms": common.acronyms,
        "labels": common.labels,
        "foreword": common.foreword,
        "executive_summary": common.executive_summary,
        # Without a regional part there is an error, and no strategy; but what strategy.yaml says can be checked.
        "regional": regional.regional or Regional.model_construct(priorities=()),
        "countries": tuple(folder.country for folder in folders if folder.country is not None),
    }
    strategy = None if frame is None else build(reading.kind(Strategy), _without_order(frame), reading, given=given)
    codes = _codes(folders, listed, reading.project) if frame is not None else None
    check_across(Gathered(strategy, common.themes, common.theme_ids, regional, folders, codes), reading.findings)
    if frame is not None:
        check_folders(reading.project, listed, (path for path, _ in reading.files), reading.findings)
    if strategy is not None and not reading.findings.errors:
        assign_addresses(strategy).checked(codes or frozenset())
    return strategy


@dataclass(frozen=True, slots=True)
class _Common:
    """What belongs to no country and not to the regional part."""

    themes: tuple[Theme, ...]
    theme_ids: frozenset[str] | None
    acronyms: tuple[Acronym, ...]
    labels: dict[str, dict[str, str]]
    foreword: Foreword | None
    executive_summary: TitledProse | None


def _read_common(reading: Reading) -> _Common:
    themes = reading.yaml(THEMES)
    acronyms = reading.yaml(ACRONYMS, required=False)
    return _Common(
        themes=() if themes is None else build_list(reading.kind(Theme), themes, reading),
        theme_ids=_ids(themes),
        acronyms=() if acronyms is None else build_list(reading.kind(Acronym), acronyms, reading),
        labels=_labels(reading),
        foreword=read_titled(reading.kind(Foreword), FOREWORD, reading, required=False),
        executive_summary=read_titled(reading.kind(TitledProse), SUMMARY, reading, required=False),
    )


def _order(frame: YamlText | None, reading: Reading) -> list[tuple[str, Location]]:
    """The slugs of the countries in the order of the edition, with their places in strategy.yaml.

    Without an order, the folders are read as they stand in the alphabet.
    """
    folders = country_folders(reading.project)
    if frame is None:
        return [(slug, Location(STRATEGY)) for slug in folders]
    order = build(_Order, replace(frame, value=_order_of(frame)), reading) if isinstance(frame.value, dict) else None
    if order is None:
        return [(slug, Location(STRATEGY)) for slug in folders]
    known: list[tuple[str, Location]] = []
    for index, slug in enumerate(order.countries):
        place = order.place(f"countries[{index}]") or Location(STRATEGY)
        if slug in (other for other, _ in known):
            reading.findings.add(LISTED_TWICE.at(place, f"the country “{slug}” stands twice in the order"))
        elif slug not in folders:
            fix = did_you_mean(slug, folders)
            message = f"there is no folder content/countries/{slug}"
            reading.findings.add(FOLDER_MISSING.at(place, message, fix=fix))
        else:
            known.append((slug, place))
    return known


def _countries(
    order: Sequence[tuple[str, Location]], headings: Sequence[str], reading: Reading, parts: Parts | None
) -> tuple[CountryFolder, ...]:
    folders: list[CountryFolder] = []
    for number, (slug, _) in enumerate(order, 1):
        read = partial(read_country, slug, number, headings)
        folders.append(read_part(read, country_files(slug), (slug, number, *headings), reading, parts))
    return tuple(folders)


def _codes(folders: Sequence[CountryFolder], listed: Sequence[str], project: Path) -> frozenset[str] | None:
    """The codes of all countries with a folder; None where one is not known, for it may be any."""
    codes = [folder.code for folder in folders]
    if None in codes:
        return None
    unlisted = (code_of(slug, project) for slug in country_folders(project) if slug not in listed)
    return frozenset(code for code in (*codes, *unlisted) if code is not None)


def _ids(themes: YamlText | None) -> frozenset[str] | None:
    """The ids of all themes, also of those that are wrong in something else; None where one is not known."""
    entries = themes.value if themes is not None and isinstance(themes.value, tuple) else (None,)
    ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
    known = frozenset(name for name in ids if isinstance(name, str))
    return known if all(isinstance(name, str) for name in ids) else None


def _priorities_headings(frame: YamlText | None) -> tuple[str, ...]:
    """The wordings of the heading over the priorities, as far as strategy.yaml has them in the right form."""
    headings = frame.value.get("priorities_headings") if frame is not None and isinstance(frame.value, dict) else None
    return tuple(str(heading) for heading in headings) if isinstance(headings, tuple) else ()


def _order_of(frame: YamlText) -> dict[str, Plain]:
    """What strategy.yaml says of the order: the key of it, or one that is nearly it."""
    if not isinstance(frame.value, dict):
        return {}
    key = (
        ORDER
        if ORDER in frame.value
        else nearest(ORDER, (key for key in frame.value if key not in shapes_of(Strategy)))
    )
    return {} if key is None else {key: frame.value[key]}


def _without_order(frame: YamlText) -> YamlText:
    order = _order_of(frame)
    if not isinstance(frame.value, dict):
        return frame
    return replace(frame, value={key: value for key, value in frame.value.items() if key not in order})


def _labels(reading: Reading) -> dict[str, dict[str, str]]:
    """The fixed words that templates print, by language; none where there is no labels.yaml."""
    text = reading.yaml(LABELS, required=False)
    if text is None or text.value is None:
        return {}
    under = YamlText(
        text.path,
        {"labels": text.value},
        {("labels", *path): mark for path, mark in text.keys.items()},
        {("labels", *path): mark for path, mark in text.values.items()},
        text.lines,
    )
    labels = build(_Labels, under, reading)
    return {} if labels is None else labels.labels
