"""The same input makes the same bytes: in any process and hash seed, alone or in a batch, whatever came before."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from compare import by_engine, members
from corpus import CASES, paragraphs

from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.word.package import deflater

CHOSEN = [
    case for case in CASES if case.name in ("letter", "footnotes", "properties", "text_box", "filters", "rich_text")
]

PROGRAM = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from compare import by_engine
from corpus import CASES
for case in CASES:
    if case.name in sys.argv[2:]:
        print(case.name, hashlib.sha256(by_engine(case.template(), case.contexts[0]())).hexdigest())
"""


def test_processes_and_hash_seeds_agree() -> None:
    here = "".join(
        f"{case.name} {hashlib.sha256(by_engine(case.template(), case.contexts[0]())).hexdigest()}\n" for case in CHOSEN
    )
    folder = str(Path(__file__).parent)
    for seed in ("0", "1", "4242"):
        command = [sys.executable, "-c", PROGRAM, folder, *(case.name for case in CHOSEN)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
        assert subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout == here


def test_alone_and_in_a_batch() -> None:
    store, packer = TemplateStore(), Packer(deflater())
    batch: dict[tuple[str, int], bytes] = {}
    for turn in range(2):
        for each in CHOSEN:
            template = store.open_bytes(each.template(), f"{each.name}.docx")
            for number, context in enumerate(each.contexts):
                made = assemble(template, context(), packer).content
                assert batch.setdefault((each.name, number), made) == made, turn
    for each in CHOSEN:
        for number, context in enumerate(each.contexts):
            assert by_engine(each.template(), context()) == batch[each.name, number]


def test_back_ends_make_equal_parts() -> None:
    template, values = paragraphs.loops(), {"people": paragraphs.PEOPLE * 50}
    fast, standard = by_engine(template, values, "fast"), by_engine(template, values, "standard")
    assert members(fast) == members(standard)
    assert list(members(fast)) == list(members(standard))
