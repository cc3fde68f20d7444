"""The edition is written in its own words: no eleven words in a row are those of the printed strategy.

The printed strategy is not part of the project. `windows.bin` holds a hash of five bytes for each run of eleven words
of its paragraphs, in order of size: words in small letters without apostrophes, one space between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest
from tally import lines

from iomreport.markup.nodes import Prose
from iomreport.strategy.addresses import fields
from iomreport.strategy.model.strategy import Strategy

RUN = 11
SIZE = 5

# Names and titles that are eleven words long, or nearly; they are printed as they are. So is what stands in quotes.
NAMES = (
    "Community Assistance for Reconstruction, Development and Stabilisation",
    "Communication of the Commission to the Council, the European Parliament, the European Economic and Social "
    "Committee and the Committee of the Regions. Report on the Functioning of the Transitional Arrangements set out in "
    "2003 Accession Treaty (1 May 2004-30 April 2006)",
    "EU Guidelines for Integrated Border Management in the Western Balkans",
    "European Agency for the Management of Operational Cooperation at the External Borders of the Member States",
    "Institute of Geography and Spatial Organization of the Polish Academy of Sciences",
    "IOM Mission with Regional Functions for Central and South-Eastern Europe (MRF Budapest)",
    "Kosovo Plan of Action to Combat Trafficking in Human Beings 2005-2007",
    "Macedonian National Action Plan to Combat Trafficking in Human Beings and Irregular Migration",
    "National Strategy for Resolving the Problems of Refugees and IDPs of the Government of Serbia",
    "Swiss Forum for Migration and Population Studies (SFM)",
    "Where in the Puzzle: Trafficking From, to and Through Slovenia",
    "World Bank Strategic approaches to Roma inclusion (Roma Inclusion Decade)",
)
QUOTED = re.compile("“[^”]*”")
WORD = re.compile(r"[^\W_]+")


@pytest.fixture(scope="module")
def windows() -> frozenset[bytes]:
    stored = (Path(__file__).parent / "windows.bin").read_bytes()
    return frozenset(stored[at : at + SIZE] for at in range(0, len(stored), SIZE))


def runs(line: str) -> Iterator[str]:
    """Every run of eleven words that holds no name."""
    for name in NAMES:
        line = line.replace(name, "\0")
    for part in QUOTED.sub("\0", line).split("\0"):
        words = WORD.findall(part.lower().replace("’", "").replace("'", ""))
        yield from (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def digest(run: str) -> bytes:
    return blake2b(run.encode(), digest_size=SIZE).digest()


def test_no_line_repeats_eleven_words_of_the_printed_strategy(edition: Strategy, windows: frozenset[bytes]) -> None:
    repeated = [
        f"{field.address}: {run}"
        for field in fields(edition)
        if isinstance(field.value, Prose)
        for line in lines(field.value)
        for run in runs(line)
        if digest(run) in windows
    ]
    assert repeated == []


def test_the_windows_are_those_of_the_printed_strategy(windows: frozenset[bytes]) -> None:
    """Two names that the strategy prints are in them, and their words in another order are not."""
    for name in NAMES[1], NAMES[5]:
        words = WORD.findall(name.lower())[:RUN]
        assert digest(" ".join(words)) in windows
        assert digest(" ".join(reversed(words))) not in windows
    assert len(windows) > 16_000


def test_every_name_is_in_the_edition(edition: Strategy) -> None:
    text = "\n".join(line for field in fields(edition) if isinstance(field.value, Prose) for line in lines(field.value))
    assert [name for name in NAMES if name not in text] == []
