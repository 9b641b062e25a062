"""The committed scripts are what their sources make."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"


@pytest.mark.contract
@pytest.mark.skipif(not ESBUILD.exists(), reason="npm has not installed esbuild")
def test_the_built_editor_is_up_to_date(tmp_path: Path) -> None:
    built = tmp_path / "editor.js"
    subprocess.run(
        ["make", "-o", "node_modules", "editor", f"EDITOR={built}"], cwd=ROOT, check=True, capture_output=True
    )
    assert built.read_bytes() == (ROOT / "docs_hub/static/docs_hub/editor.js").read_bytes()


@pytest.mark.contract
@pytest.mark.skipif(not ESBUILD.exists(), reason="npm has not installed esbuild")
def test_what_draws_formulas_and_diagrams_is_up_to_date(tmp_path: Path) -> None:
    subprocess.run(
        ["make", "-o", "node_modules", "drawing", f"DRAWING={tmp_path}"], cwd=ROOT, check=True, capture_output=True
    )
    committed = ROOT / "docs_hub/static/docs_hub/drawing"
    names = [sorted(str(path.relative_to(root)) for path in root.rglob("*.*")) for root in (tmp_path, committed)]
    assert names[0] == names[1]
    assert all((tmp_path / name).read_bytes() == (committed / name).read_bytes() for name in names[1])
