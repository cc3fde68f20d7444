"""`python -m iomreport`."""

from __future__ import annotations

from iomreport.cli import main

if __name__ == "__main__":
    main()
