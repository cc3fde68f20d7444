"""Opens Word documents in one LibreOffice, updates all their indexes and saves them; run by a Python that has `uno`.

    python3 office_indexes.py SOFFICE PROFILE DOCUMENT…

Prints the seconds that each document took, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "iomreport/layout"))

from uno_worker import Office, values


def main() -> int:
    """Run the command."""
    program, profile, *documents = sys.argv[1:]
    office = Office(program, Path(profile))
    seconds: list[float] = []
    for name in documents:
        start = time.perf_counter()
        document = office.opened(name)
        for index in range(document.DocumentIndexes.Count):
            document.DocumentIndexes.getByIndex(index).update()
        document.storeToURL(Path(name).with_suffix(".saved.docx").as_uri(), values(FilterName="MS Word 2007 XML"))
        document.close(True)
        seconds.append(time.perf_counter() - start)
    office.end()
    print(json.dumps(seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
