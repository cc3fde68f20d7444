"""Microsoft's Open XML SDK as a judge of documents, on Linux and from PyPI alone.

The wheel `python-redlines-docxodus` holds the SDK's assemblies and a self-contained .NET runtime. The runtime is laid
out once, in a temporary folder, as a root that `pythonnet` can load.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FRAMEWORK = "Microsoft.NETCore.App"
OWN_FILES = ("DocumentFormat", "Docxodus", "SkiaSharp", "redline", "libSkia")


def lay_out(root: Path, bundle: Path) -> None:
    """Lay the bundled runtime out as a framework-dependent .NET root."""
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(bundle) as archive:
            archive.extractall(scratch, filter="data")
        dependencies = next(Path(scratch).rglob("redline.deps.json"))
        targets = json.loads(dependencies.read_text("utf-8"))["targets"]
        target = next(name for name in targets if name.endswith("/linux-x64"))
        pack = next(name for name in targets[target] if name.startswith(f"runtimepack.{FRAMEWORK}.Runtime"))
        name, _, version = pack.removeprefix("runtimepack.").rpartition("/")
        folders = {
            "host": root / "host" / "fxr" / version,
            "framework": root / "shared" / FRAMEWORK / version,
            "sdk": root / "sdk",
        }
        for folder in folders.values():
            folder.mkdir(parents=True)
        for file in dependencies.parent.iterdir():
            if file.name == "libhostfxr.so":
                shutil.copy(file, folders["host"])
            elif file.name.startswith("DocumentFormat"):
                shutil.copy(file, folders["sdk"])
            elif not file.name.startswith(OWN_FILES):
                shutil.copy(file, folders["framework"])
        described = targets[target][pack]
        runtime = {
            **described["runtime"],
            "System.IO.Packaging.dll": {"assemblyVersion": "10.0.0.0", "fileVersion": "10.0.0.0"},
        }
        parts = {f"{name}/{version}": {"runtime": runtime, "native": described["native"]}}
        library = {f"{name}/{version}": {"type": "package", "serviceable": True, "sha512": ""}}
        _write(
            folders["framework"] / f"{FRAMEWORK}.deps.json",
            {
                "runtimeTarget": {"name": target, "signature": ""},
                "compilationOptions": {},
                "targets": {target: parts},
                "libraries": library,
            },
        )
        framework = {"name": FRAMEWORK, "version": version}
        options = {"System.Globalization.Invariant": True}
        major = version.partition(".")[0]
        _write(
            root / "runtime.json",
            {"runtimeOptions": {"tfm": f"net{major}.0", "framework": framework, "configProperties": options}},
        )


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), "utf-8")


def runtime_root() -> Path:
    """The laid-out runtime; made the first time, and put in its place only when it is whole."""
    spec = find_spec("python_redlines_docxodus")
    if spec is None or spec.origin is None:
        raise RuntimeError("python-redlines-docxodus is not installed")
    bundle = Path(spec.origin).parent / "_binaries" / "linux-x64.tar.gz"
    root = Path(tempfile.gettempdir()) / f"iomreport-openxml-sdk-{bundle.stat().st_size}"
    if not root.exists():
        beside = Path(tempfile.mkdtemp(dir=root.parent)) / "root"
        lay_out(beside, bundle)
        try:
            beside.rename(root)
        except OSError:
            # Another test process was faster; its runtime is as good.
            shutil.rmtree(beside.parent)
    return root


class Validator:
    """The SDK's validator for Microsoft 365."""

    def __init__(self) -> None:
        root = runtime_root()
        os.environ["DOTNET_ROOT"] = str(root)
        import pythonnet
        from clr_loader import get_coreclr

        pythonnet.set_runtime(get_coreclr(runtime_config=str(root / "runtime.json"), dotnet_root=str(root)))
        import clr

        for assembly in ("DocumentFormat.OpenXml.Framework", "DocumentFormat.OpenXml"):
            clr.AddReference(str(root / "sdk" / f"{assembly}.dll"))
        from DocumentFormat.OpenXml import FileFormatVersions
        from DocumentFormat.OpenXml.Packaging import WordprocessingDocument
        from DocumentFormat.OpenXml.Validation import OpenXmlValidator

        self._open: Any = WordprocessingDocument.Open
        self._validator: Any = OpenXmlValidator(FileFormatVersions.Microsoft365)

    def errors(self, path: Path) -> list[str]:
        """What the SDK finds wrong, a line each."""
        document = self._open(str(path), False)
        try:
            return [
                f"{error.Id}: {error.Description} at {error.Part.Uri if error.Part else ''} "
                f"{error.Path.XPath if error.Path else ''}"
                for error in self._validator.Validate(document)
            ]
        finally:
            document.Dispose()


if __name__ == "__main__":
    validator = Validator()
    found = {path: validator.errors(Path(path)) for path in sys.argv[1:]}
    for path, errors in found.items():
        print(len(errors), path, *errors[:8], sep="\n  ")
    sys.exit(any(found.values()))
