"""One warehouse, built and published once for all tests that only look at it."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from scrapers.model import Qualifier, Status
from tests.warehouse.lakes import document, figure, land
from warehouse.build import build
from warehouse.release.publishing import publish
from warehouse.workspace import Workspace

DOCUMENTS = [
    document("d1"),
    document("d2", published=date(2019, 6, 1)),
    document(
        "copy",
        text=document("d1").text,
        source="portal-b",
        url="https://b.example.vn/1",
        publisher_province=None,
    ),
]
FIGURES = [
    figure("d1", "450"),
    figure("d2", "460.5"),
    figure("copy", "450"),
    figure("d1", "3.162345678", province="01", indicator="ict.revenue", unit="billion_VND"),
    figure("d1", "100", year=2019, period="6m", indicator="ict.revenue", unit="billion_VND"),
    figure(
        "d1",
        "40",
        province=None,
        status=Status.TARGET,
        indicator="telecom.internet_users_share",
        unit="percent",
    ),
    figure("d1", "3", year=2020, qualifier=Qualifier.AT_LEAST),
    figure("d1", "6", year=2020, qualifier=Qualifier.AT_MOST),
]


@cache
def _built(root: Path) -> Workspace:
    workspace = Workspace(root)
    land(workspace, DOCUMENTS, FIGURES)
    build(workspace)
    assert publish(workspace) is not None
    return workspace


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Built and published, once also when several folders of tests use it; look, do not touch."""
    return _built(tmp_path_factory.getbasetemp() / "built")


@pytest.fixture
def own(built: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it to change and break."""
    shutil.copytree(built.root, tmp_path / "own", symlinks=True)
    return Workspace(tmp_path / "own")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty one."""
    return Workspace(tmp_path)
