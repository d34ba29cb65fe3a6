"""The folders of one workspace, and what is said when the disk refuses."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from scrapers.errors import UserError
from warehouse.files import replace_bytes, replacing
from warehouse.workspace import PROJECT_ROOT, Workspace, writing


def test_live_data_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOTTTT_DATA", raising=False)
    monkeypatch.setenv("SOTTTT_SITES", "sample")
    assert Workspace.current().root == PROJECT_ROOT / "data"
    monkeypatch.setenv("SOTTTT_SITES", "live")
    assert Workspace.current().root == PROJECT_ROOT / "data" / "live"


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOTTTT_DATA", str(tmp_path))
    assert Workspace.current().root == tmp_path


def test_a_full_disk_is_said_in_one_line() -> None:
    # Linux offers a disk that is always full.
    with (
        pytest.raises(UserError, match="full"),
        writing(Path("/dev/full")),
        Path("/dev/full").open("w") as file,
    ):
        file.write("x")
        file.flush()


def test_other_errors_keep_their_traceback() -> None:
    with pytest.raises(FileNotFoundError), writing(Path("x")):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "x")


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_refusal_names_the_file_and_the_way_out(code: int) -> None:
    with pytest.raises(UserError, match=r"some/file: .*SOTTTT_DATA"), writing(Path("some/file")):
        raise OSError(code, os.strerror(code))


def test_what_a_killed_run_left_is_swept_a_day_later(tmp_path: Path) -> None:
    old, young = tmp_path / ".file.1.draft", tmp_path / ".file.2.draft"
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    replace_bytes(tmp_path / "file", b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {"file", young.name}


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_bytes(path, b"old")
    with pytest.raises(RuntimeError), replacing(path) as draft:
        draft.write_bytes(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
