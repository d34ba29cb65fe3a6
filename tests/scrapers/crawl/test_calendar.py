"""Archives by date, laid out."""

from __future__ import annotations

from datetime import date

from scrapers.crawl.calendar import date_listings
from tests.scrapers.scenario import HOST, source

YEARS = f"http://{HOST}/tin?nam={{year}}"
MONTHS = f"http://{HOST}/{{year}}/{{month:02}}/#dau"
DAYS = f"http://{HOST}/tin?ngay={{day:02}}-{{month:02}}-{{year}}&a=1"


def listings(template: str, first: date, last: date | None, today: date = date(2016, 3, 2)) -> list[str]:
    urls = date_listings(source(date_archives=[template], valid_from=first, valid_to=last), today)
    return [url.removeprefix(f"http://{HOST}") for url in urls]


def test_every_year_month_or_day_once_newest_first() -> None:
    assert listings(YEARS, date(2014, 12, 31), None) == ["/tin?nam=2016", "/tin?nam=2015", "/tin?nam=2014"]
    assert listings(MONTHS, date(2015, 12, 31), None) == ["/2016/03/", "/2016/02/", "/2016/01/", "/2015/12/"]
    assert listings(DAYS, date(2016, 2, 28), None) == [
        f"/tin?a=1&ngay={day}-2016" for day in ("02-03", "01-03", "29-02", "28-02")
    ]


def test_the_period_ends_with_the_source_or_today() -> None:
    assert listings(YEARS, date(2009, 1, 1), date(2010, 5, 1)) == ["/tin?nam=2010", "/tin?nam=2009"]
    assert listings(YEARS, date(2016, 1, 1), date(2030, 1, 1)) == ["/tin?nam=2016"]
    assert listings(YEARS, date(2016, 3, 3), None) == []


def test_several_templates_go_side_by_side_and_none_are_none() -> None:
    both = source(date_archives=[YEARS, MONTHS], valid_from=date(2015, 12, 1))
    assert date_listings(both, date(2016, 1, 5)) == [
        f"http://{HOST}{path}" for path in ("/tin?nam=2016", "/2016/01/", "/tin?nam=2015", "/2015/12/")
    ]
    assert date_listings(source(), date(2016, 1, 5)) == []
