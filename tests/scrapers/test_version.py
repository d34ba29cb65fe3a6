"""The reader's version moves with everything that decides what a page gives, and with nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scrapers
from scrapers import version
from scrapers.version import LIBRARIES, PARTS, READER_VERSION, fingerprint

CODE = Path(scrapers.__file__).parent
IMPORTED = """
import sys
import scrapers.documents, scrapers.reading
from scrapers.reading.lexicon import lexicon
lexicon()
print(*sorted(sys.modules))
"""


@pytest.fixture
def code(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CODE, tmp_path / "scrapers", ignore=shutil.ignore_patterns("__pycache__")))


def imported() -> list[str]:
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_all_that_reading_imports_is_in_it() -> None:
    modules = {name.split(".")[1] for name in imported() if name.startswith("scrapers.")}
    assert modules == {Path(part).stem for part in PARTS} - {"__init__"}


def test_the_libraries_that_parse_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set(imported())
    assert {name.replace("-", "_") for name in LIBRARIES} <= found
    monkeypatch.setattr(version, "version", lambda name: f"{name} of tomorrow")
    assert fingerprint(CODE) != READER_VERSION


@pytest.mark.parametrize(
    "changed",
    [
        "documents/profiles/drupal.yaml", "documents/page.py", "reading/lexicon/concepts.yaml",
        "reading/numbers.py", "catalogue/provinces.csv", "model.py",
    ],
)  # fmt: skip
def test_a_change_of_the_reader_is_a_new_version(code: Path, changed: str) -> None:
    assert fingerprint(code) == READER_VERSION
    with (code / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert fingerprint(code) != READER_VERSION


def test_a_new_file_is_a_new_version_and_another_part_of_the_code_is_not(code: Path) -> None:
    (code / "crawl" / "pace.py").unlink()
    (code / "documents" / "page.cpython-311.pyc").touch()
    assert fingerprint(code) == READER_VERSION
    (code / "documents" / "profiles" / "new.yaml").touch()
    assert fingerprint(code) != READER_VERSION
