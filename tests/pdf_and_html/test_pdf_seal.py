"""A PDF that somebody changed is told from one that is as it was printed."""

from __future__ import annotations

from io import BytesIO

import pytest

from iomreport.pdf.metadata import is_as_built, seal

pikepdf = pytest.importorskip("pikepdf")


def written(title: str) -> bytes:
    """A PDF of one empty page, not sealed yet."""
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = title
        pdf.save(content, static_id=True)
    return content.getvalue()


def test_a_sealed_pdf_is_as_built_and_opens() -> None:
    sealed = seal(written("Albania"))
    assert is_as_built(sealed)
    with pikepdf.open(BytesIO(sealed)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Albania"
        first, second = map(bytes, pdf.trailer.ID)
    assert first != second


def test_equal_files_get_equal_identifiers_and_others_another() -> None:
    assert seal(written("Albania")) == seal(written("Albania"))
    assert seal(written("Albania"))[-200:] != seal(written("Croatia"))[-200:]


def test_a_changed_byte_anywhere_breaks_the_seal() -> None:
    sealed = seal(written("Albania"))
    for place in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert not is_as_built(bytes(changed)), place


def test_a_pdf_that_another_program_saved_or_appended_to_is_edited() -> None:
    sealed = seal(written("Albania"))
    again = BytesIO()
    with pikepdf.open(BytesIO(sealed)) as pdf:
        pdf.docinfo["/Title"] = "Albania, with remarks"
        pdf.save(again)
    assert not is_as_built(again.getvalue())
    assert not is_as_built(sealed + b"\n% a remark")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"/ID", b"/ID [<00> <00>]", written("not sealed")])
def test_what_was_never_sealed_is_not_as_built(content: bytes) -> None:
    assert not is_as_built(content)


def test_only_a_pdf_without_an_identifier_of_its_own_is_sealed() -> None:
    with pytest.raises(ValueError, match="no identifier"):
        seal(seal(written("Albania")))
