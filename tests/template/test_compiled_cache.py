"""Compiled templates are kept on disk, and a kept one makes the same document; what is damaged is made anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from corpus.package import document, note, tbl, tc, tr

from iomreport.template import compiled as compiled_cache
from iomreport.template.assemble import Packer, assemble
from iomreport.template.compiler import compile_template
from iomreport.template.render import TemplateStore
from iomreport.word.package import deflater

TEMPLATE = document(
    "{{ x }}",
    tbl(tr(tc("{%p if x %}", "a", "{%p endif %}"), "{% colspan 2 %}b")),
    headers=("{{ x }}", "constant"),
    footnotes=(note(1, "{{ x }}"),),
    core={"title": "{{ x }}"},
)


def made(opened: TemplateStore) -> bytes:
    return assemble(opened.open_bytes(TEMPLATE, "t.docx"), {"x": "1"}, Packer(deflater())).content


def test_a_kept_template_is_the_compiled_one() -> None:
    key = compiled_cache.compiled_key(TEMPLATE, marked=False)
    assert compiled_cache.take_compiled(key) is None
    compiled = compile_template(TEMPLATE, "t.docx")
    compiled_cache.keep_compiled(key, compiled)
    assert compiled_cache.take_compiled(key) == compiled


def test_a_kept_template_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(TemplateStore())
    monkeypatch.setitem(sys.modules, "iomreport.template.compiler", None)
    assert made(TemplateStore()) == first


def test_keys_tell_templates_and_marking_apart() -> None:
    keys = {compiled_cache.compiled_key(content, marked=marked) for content in (b"a", b"b") for marked in (False, True)}
    assert len(keys) == 4


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 50], ids=["empty", "short", "zeros"])
def test_a_damaged_form_is_compiled_anew(damage: bytes) -> None:
    first = made(TemplateStore())
    (kept,) = Path(os.environ["IOMREPORT_CACHE"]).iterdir()
    kept.write_bytes(damage or b"")
    assert made(TemplateStore()) == first
    kept.write_bytes(kept.read_bytes()[:-20])
    assert made(TemplateStore()) == first


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(TemplateStore())
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "file"))
    assert made(TemplateStore()) == first


def test_no_folder_is_used_where_the_user_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", "")
    assert made(TemplateStore())


RENDER_ONLY = """
import sys
from iomreport.template.assemble import assemble
from iomreport.template.render import TemplateStore
from iomreport.word.package import Packer, deflater
assemble(TemplateStore().open_bytes(open(sys.argv[1], "rb").read(), "t.docx"), {"x": "1"}, Packer(deflater()))
print([name for name in ("docxtpl", "docx", "lxml", "click") if name in sys.modules])
"""


def test_rendering_a_kept_template_imports_neither_docxtpl_nor_lxml(tmp_path: Path) -> None:
    template = document("{{ x }}", tbl(tr("{%tr for y in [1] %}"), tr("{{ y }}", "b"), tr("{%tr endfor %}")))
    (tmp_path / "t.docx").write_bytes(template)
    TemplateStore().open_bytes(template, "t.docx")
    run = subprocess.run(
        [sys.executable, "-c", RENDER_ONLY, tmp_path / "t.docx"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    assert run.stdout.strip() == "[]"
