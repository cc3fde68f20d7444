"""What tests of several packages share: a small project, the edition's documents, and how many examples are tried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hypothesis import HealthCheck, settings
from shared import Shared, shared_by_processes
from specimen import write_specimen

from iomreport.publish.builder import DocumentBuilder
from iomreport.publish.targets import all_targets
from iomreport.strategy.load.loader import load
from iomreport.strategy.origin import field_digests

REPOSITORY = Path(__file__).parents[1]
SOAK = "soak"
# How long an example takes depends on what else the machine does, so no test has a deadline.
ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.register_profile("ordinary", ANY_SPEED, max_examples=100)
settings.register_profile(SOAK, ANY_SPEED, max_examples=2000, derandomize=False)
settings.load_profile("ordinary")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With its profile of many examples, every test of examples is a part of the soak."""
    if settings.get_current_profile_name() == SOAK:
        for item in items:
            if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                item.add_marker(SOAK)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project without a fault, to use or to spoil."""
    return write_specimen(tmp_path / "project")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Shared:
    """What is made once for all test processes."""
    return shared_by_processes(tmp_path_factory.getbasetemp(), is_worker=hasattr(request.config, "workerinput"))


@pytest.fixture(scope="session")
def unnumbered(shared: Shared) -> Mapping[str, bytes]:
    """Every document of the edition, by the name of its target, before a layout engine numbers its pages."""

    def make(folder: Path) -> None:
        strategy = load(REPOSITORY)
        builder = DocumentBuilder(REPOSITORY, strategy)
        for target in all_targets(strategy):
            part = target.extract(strategy)
            template = builder.open(REPOSITORY / "templates" / f"{target.kind}.docx")
            document = builder.make(part, template, {}, target.name, field_digests(part))
            (folder / quote(target.name, "")).write_bytes(document.content)

    folder = shared.once("unnumbered", make)
    return {unquote(path.name): path.read_bytes() for path in folder.iterdir()}
