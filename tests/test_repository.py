"""What must hold for the repository as a whole: small modules, one direction of imports, a clean lock."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("scrapers", "warehouse", "orchestration")
MODULES = sorted(path for name in (*PACKAGES, "tests") for path in (ROOT / name).rglob("*.py"))
FORBIDDEN = {  # what a package must not import, own packages and libraries alike
    "scrapers": {"warehouse", "orchestration", "dagster", "dagster_dbt", "dbt", "duckdb"},
    "warehouse": {"orchestration", "dagster", "dagster_dbt"},
    "orchestration": set(),
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git work tree")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): sorted(imported(path) & FORBIDDEN[package])
        for path in (ROOT / package).rglob("*.py")
        if imported(path) & FORBIDDEN[package]
    }
    assert not wrong


def test_modules_stay_small_and_say_what_they_are_for() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > 300
    }
    assert not long
    silent = [
        str(p.relative_to(ROOT))
        for p in MODULES
        if p.parts[-2] != "tests"
        and p.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert not silent


@pytest.mark.parametrize(("name", "packages"), [("", 50), ("tests/benchmarks", 10), ("tests/replay", 10)])
def test_lock_names_no_host_and_every_package_has_a_hash(name: str, packages: int) -> None:
    lock = (ROOT / name / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^([a-z0-9][\w.-]*)==", lock, flags=re.MULTILINE | re.IGNORECASE)
    assert len(pinned) > packages
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_no_path_of_one_machine_is_checked_in() -> None:
    machine = re.compile(r"(?<![\w.~])/(?:home/\w|root/|work/|Users/\w|tmp/\w)")
    found = []
    for path in tracked():
        if (
            path == Path(__file__)
            or "gold" in path.parts
            or path.suffix not in {".py", ".sql", ".yaml", ".yml", ".toml", ".md", ".sh", ""}
        ):
            continue
        found += [
            f"{path.relative_to(ROOT)}: {hit}" for hit in machine.findall(path.read_text("utf-8", "replace"))
        ]
    assert not found
