"""The warehouse built once for all tests."""

from tests.warehouse.conftest import built

__all__ = ["built"]
