"""A delivery is verified by its manifest: whole, or with the documents named that are not as they were built."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import plan_of, run
from specimen import put

from iomreport.diagnostics.finding import OutputError
from iomreport.publish.destinations import open_destination, verify


def test_a_delivery_is_checked_file_by_file(batch_project: Path) -> None:
    run(batch_project, plan_of(batch_project))
    delivery = open_destination("output", batch_project)
    assert verify(delivery) == (3, [])
    put(batch_project, "output/2006-2007/albania.docx", "other")
    (batch_project / "output/2006-2007/kosovo.docx").unlink()
    put(batch_project, "output/2006-2007/copy of albania.docx", "other")
    put(batch_project, "output/2006-2007/.~lock.albania.docx#", "open")
    _, findings = verify(delivery)
    assert [(each.code, str(each.location)) for each in findings] == [
        ("B203", "2006-2007/albania.docx"),
        ("B202", "2006-2007/kosovo.docx"),
        ("B204", "2006-2007/copy of albania.docx"),
    ]


@pytest.mark.parametrize("content", ["no manifest", f"{'0' * 64}  ../../etc/passwd\n", f"{'0' * 64}  /etc/passwd\n"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: str) -> None:
    put(tmp_path, "MANIFEST", content)
    with pytest.raises(OutputError) as stopped:
        verify(open_destination(str(tmp_path), tmp_path))
    assert stopped.value.diagnostics[0].code == "B201"


def test_a_missing_manifest_is_a_plain_message(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as stopped:
        verify(open_destination(str(tmp_path), tmp_path))
    assert stopped.value.diagnostics[0].code == "B201"
