"""How `query` prints what the file answers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from orchestration.commands import show
from orchestration.commands.show import Form
from warehouse.workspace import Workspace

Printed = Callable[..., list[str]]


@pytest.fixture
def printed(built: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """What a query prints, as lines."""
    monkeypatch.setenv("SOTTTT_DATA", str(built.root))

    def ask(sql: str, form: Form = Form.TABLE, limit: int = 100) -> list[str]:
        show.query(sql, form, limit)
        return [line for line in capsys.readouterr().out.splitlines() if line.strip()]

    return ask


def test_numbers_stand_right_and_nothing_known_is_empty(printed: Printed) -> None:
    sql = "from (values ('Đắk Lắk', 1234.0::double, null), ('Huế', 5.25, null)) as t (name, value, none)"
    assert printed(sql) == [
        "  name      value   none  ",
        " ──────────────────────── ",
        "  Đắk Lắk    1234         ",
        "  Huế        5.25         ",
        "(2 rows)",
    ]


def test_rows_that_do_not_fit_are_printed_below_each_other_without_the_empty_cells(printed: Printed) -> None:
    lines = printed("from mart_province_year where province = '01'")
    assert lines[0].split() == ["row", "1"]
    told = {line.split()[0]: line.split(maxsplit=1)[1].strip() for line in lines[2:-1]}
    assert told["row_id"] == "gso63/01/2018"
    assert "telecom_bts_sites" not in told
    assert lines[-1] == "(1 row)"


def test_the_limit_is_told(printed: Printed) -> None:
    lines = printed("from range(9)", limit=2)
    assert lines[-1].startswith("(the first 2 rows; --limit N prints more")
    assert len(printed("from range(999)", Form.CSV, limit=2)) == 1000


HOSTILE = (
    "select '=cmd|''x''!A1' as text, chr(27) || '[2J' || chr(8238) || '[red]x' as steering, -1.5 as number"
)


def test_texts_of_pages_steer_nothing(printed: Printed) -> None:
    table = "\n".join(printed(HOSTILE))
    assert "[2J" in table
    assert "[red]x" in table
    assert not {"\x1b", "\u202e"} & set(table)
    assert printed(HOSTILE, Form.CSV)[1].startswith("'=cmd|")
    assert printed(HOSTILE, Form.CSV)[1].endswith(",-1.5")
    assert printed('select 1 as "=1+1"', Form.CSV)[0] == "'=1+1"


def test_json_is_an_object_per_row(printed: Printed) -> None:
    (line,) = printed("select 'Huế' as name, 1.5 as value, null as none, date '2020-01-02' as day", Form.JSON)
    assert "Huế" in line
    assert json.loads(line) == {"name": "Huế", "value": 1.5, "none": None, "day": "2020-01-02"}
