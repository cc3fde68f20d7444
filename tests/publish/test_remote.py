"""A delivery to a real S3 server of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import fsspec
import pytest
from batches import MANY, plan_of, recipients, run
from moto.server import ThreadedMotoServer

from iomreport.diagnostics.finding import OutputError
from iomreport.publish.batch import Options
from iomreport.publish.destinations import verify
from iomreport.publish.remote import RemoteFolder


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The address of an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "FSSPEC_S3_ENDPOINT_URL": endpoint,
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.config.conf["s3"] = {"endpoint_url": endpoint}
    name = "deliveries-" + "".join(letter for letter in tmp_path.name.casefold() if letter.isalnum())
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket=name)
    try:
        yield f"s3://{name}/nightly"
    finally:
        fsspec.config.conf.pop("s3", None)
        server.stop()


def test_a_bucket_gets_the_same_bytes_and_is_verified(batch_project: Path, bucket: str) -> None:
    recipients(batch_project, 15)
    plan = plan_of(batch_project, MANY)
    run(batch_project, plan)
    seen = run(batch_project, plan, Options(output=bucket, jobs=2))
    assert len(seen.of("built")) == 30, [row.findings for row in seen.rows]
    remote = RemoteFolder(bucket)
    for row in seen.rows:
        assert remote.read(row.output) == (batch_project / "output" / row.output).read_bytes()
    assert verify(remote) == (30, [])
    assert len(run(batch_project, plan, Options(output=bucket)).of("unchanged")) == 30


def test_what_was_changed_in_a_bucket_is_noticed(batch_project: Path, bucket: str) -> None:
    plan = plan_of(batch_project)
    options = Options(output=bucket, jobs=1)
    run(batch_project, plan, options)
    system = fsspec.filesystem("s3")
    system.pipe_file(f"{bucket}/2006-2007/albania.docx", b"edited")
    system.rm_file(f"{bucket}/2006-2007/kosovo.docx")
    fsspec.filesystem("s3").invalidate_cache()
    found = {each.code for each in verify(RemoteFolder(bucket))[1]}
    assert found == {"B202", "B203"}
    seen = run(batch_project, plan, options)
    assert [row.status for row in seen.rows] == ["unchanged", "failed", "built"]


def test_a_bucket_that_does_not_exist_is_a_plain_message(batch_project: Path, bucket: str) -> None:
    with pytest.raises(OutputError) as stopped:
        run(batch_project, plan_of(batch_project), Options(output="s3://nowhere/x", jobs=1))
    assert [(each.code, str(each.location)) for each in stopped.value.diagnostics] == [("X101", "s3://nowhere/x")]
