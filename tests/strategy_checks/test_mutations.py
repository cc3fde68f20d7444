"""Whatever is done to the edition, there is no traceback; and the first message names the right file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from mutations import Mutation, mutation

from iomreport.diagnostics.finding import Diagnostic
from iomreport.strategy.checks.fixing import mend
from iomreport.strategy.checks.run import check_content

ROOT = Path(__file__).resolve().parents[2]
SEEDS = range(200)
GROUPS = 8
"""Of all seeds in equal parts; the first is tried in the ordinary run."""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    files = [file for file in sorted((ROOT / "content").rglob("*")) if file.suffix in (".md", ".yaml")]
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files if file.name != "README.md"}


def key(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.code, finding.location.path if finding.location else "", finding.message


def first_message(edition: Path, made: Mutation, known: set[tuple[str, str, str]]) -> Diagnostic | None:
    file = edition / made.path
    before = file.read_bytes()
    file.write_bytes(made.content)
    try:
        return next((each for each in check_content(edition).findings if key(each) not in known), None)
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize("group", [0, *(pytest.param(group, marks=pytest.mark.soak) for group in range(1, GROUPS))])
def test_the_first_message_names_the_file_and_the_line(group: int, edition: Path, texts: dict[str, str]) -> None:
    known = {key(each) for each in check_content(edition).findings}
    wrong: list[str] = []
    for seed in SEEDS[group::GROUPS]:
        made = mutation(seed, texts)
        found = first_message(edition, made, known)
        at = found.location if found else None
        if at is None or at.path != made.path or at.line not in made.lines:
            said = f"{at}: {found.code} {found.message}" if found else "nothing"
            wrong.append(f"{seed} {made.kind}: {made.path}:{sorted(made.lines)}, but the first message is {said}")
    assert wrong == []


CUTS = st.tuples(
    st.integers(0, 10**6), st.integers(0, 60), st.binary(max_size=12) | st.text(max_size=8).map(str.encode)
)


@given(choice=st.integers(0, 10**6), cuts=st.lists(CUTS, min_size=1, max_size=4))
@examples(1 / 4)
def test_nothing_that_is_done_to_a_file_ends_in_a_traceback(
    choice: int, cuts: list[tuple[int, int, bytes]], project: Path
) -> None:
    files = sorted(file for file in (project / "content").rglob("*") if file.is_file())
    file = files[choice % len(files)]
    before = file.read_bytes()
    content = before
    for at, length, new in cuts:
        start = at % (len(content) + 1)
        content = content[:start] + new + content[start + length :]
    try:
        file.write_bytes(content)
        for finding in check_content(project).findings:
            assert finding.message
        mend(content.decode("utf-8", "replace"), file.relative_to(project).as_posix(), "en")
    finally:
        file.write_bytes(before)
