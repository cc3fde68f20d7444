"""`python -m iomreport.cli`, which does what `python -m iomreport` does."""

from __future__ import annotations

from iomreport.cli.main import main

if __name__ == "__main__":
    main()
