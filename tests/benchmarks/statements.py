"""A lake of what 63 provinces might have stated in 15 years about 25 indicators, in sentences like theirs.

Equal arguments give equal rows; the figures are invented. What is measured on them belongs to `report`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from scrapers.catalogue import indicators, provinces
from scrapers.model import Document, Figure, Qualifier, Status
from tests.warehouse.lakes import document, figure, land
from warehouse.workspace import Workspace

YEARS = range(2010, 2025)
# Code, value of a province of middle size in 2010, growth a year, wording.
STATED = (
    ("telecom.bts_stations", 620, 1.11, "tổng số trạm thu phát sóng di động (BTS) là {} trạm"),
    ("telecom.bts_sites", 410, 1.09, "số vị trí trạm BTS được đưa vào khai thác đạt {} vị trí"),
    ("telecom.mobile_subscriptions", 640_000, 1.05, "thuê bao điện thoại di động đạt {} thuê bao"),
    ("telecom.fixed_subscriptions", 98_000, 0.86, "thuê bao điện thoại cố định còn {} thuê bao"),
    ("telecom.internet_subscriptions", 41_000, 1.17, "tổng số thuê bao Internet đạt {} thuê bao"),
    ("telecom.fixed_broadband_subscriptions", 29_000, 1.18, "thuê bao băng rộng cố định đạt {} thuê bao"),
    ("telecom.revenue", 720, 1.07, "doanh thu dịch vụ viễn thông ước đạt {} tỷ đồng"),
    ("telecom.phone_density", 78, 1.03, "mật độ điện thoại đạt {} thuê bao/100 dân"),
    ("telecom.internet_density", 6.2, 1.15, "mật độ Internet đạt {} thuê bao/100 dân"),
    ("telecom.households_internet_share", 9, 1.16, "tỷ lệ hộ gia đình có kết nối Internet đạt {}%"),
    ("telecom.communes_fiber_share", 31, 1.09, "tỷ lệ xã có cáp quang đạt {}%"),
    ("postal.service_points", 212, 1.015, "toàn tỉnh có {} điểm phục vụ bưu chính"),
    ("postal.post_offices", 58, 0.99, "mạng bưu chính có {} bưu cục"),
    ("postal.commune_cultural_post_offices", 121, 0.995, "duy trì {} điểm Bưu điện - Văn hóa xã"),
    ("postal.revenue", 96, 1.14, "doanh thu bưu chính, chuyển phát đạt {} tỷ đồng"),
    ("postal.enterprises", 6, 1.1, "có {} doanh nghiệp bưu chính, chuyển phát hoạt động trên địa bàn"),
    ("egov.services_level4", 18, 1.28, "cung cấp {} dịch vụ công trực tuyến mức độ 4"),
    ("egov.email_accounts", 2_100, 1.12, "cấp {} hộp thư điện tử công vụ cho cán bộ, công chức"),
    ("egov.officials_computer_share", 71, 1.02, "tỷ lệ công chức được trang bị máy tính đạt {}%"),
    ("egov.dossiers_online_share", 7, 1.17, "tỷ lệ hồ sơ giải quyết trực tuyến đạt {}%"),
    ("egov.digital_signatures", 240, 1.31, "đã cấp {} chứng thư số chuyên dùng"),
    ("press.press_agencies", 4, 1.0, "có {} cơ quan báo chí của địa phương"),
    ("press.loudspeaker_stations", 118, 1.01, "có {} đài truyền thanh cấp xã đang hoạt động"),
    ("ict.enterprises", 95, 1.13, "có {} doanh nghiệp công nghệ thông tin, điện tử, viễn thông"),
    ("ict.employees", 1_900, 1.09, "ngành công nghiệp công nghệ thông tin có {} lao động"),
)
_OPENERS = (
    "Đến hết năm {year}, trên địa bàn {place}",
    "Tính đến ngày 31/12/{year}, theo báo cáo của các doanh nghiệp,",
    "Trong năm {year}, Sở Thông tin và Truyền thông {place} đã phối hợp với các sở, ngành liên quan;",
    "Theo Báo cáo số {number}/BC-STTTT ngày {day}/12/{year} của Sở Thông tin và Truyền thông,",
    "Về hạ tầng và dịch vụ, {place} tiếp tục duy trì ổn định, không để xảy ra sự cố nghiêm trọng,",
    "Thực hiện Quyết định số {number}/QĐ-UBND của Ủy ban nhân dân tỉnh,",
    "Qua rà soát tại {units} xã, phường, thị trấn của {place},",
)
_CLOSERS = (
    ", tăng {share}% so với cùng kỳ năm trước, bảo đảm thông tin liên lạc phục vụ sự chỉ đạo,"
    " điều hành của cấp ủy, chính quyền các cấp",
    ", đạt {share}% kế hoạch năm, góp phần thúc đẩy phát triển kinh tế - xã hội của địa phương",
    ", trong đó khu vực nông thôn chiếm {share}%, các huyện miền núi còn {units} điểm cần đầu tư",
    "; công tác thanh tra, kiểm tra được tăng cường với {units} lượt cơ sở, xử phạt {number} triệu đồng",
    ", vượt {share}% chỉ tiêu Nghị quyết Hội đồng nhân dân tỉnh giao cho ngành trong năm {year}",
    "",
)


def stated(root: Path) -> Workspace:
    """A data folder whose lake holds the statements; one source for each province, and a newspaper."""
    chance = random.Random(63)  # noqa: S311 - nothing here is a secret
    documents: list[Document] = []
    figures: list[Figure] = []
    for code, province in provinces().items():
        size = {"01": 6.0, "79": 9.0, "31": 2.2, "48": 1.9}.get(code, chance.lognormvariate(0, 0.35))
        values = {
            one[0]: one[1] * (size if _is_sized(one[0]) else chance.uniform(0.7, 1.2)) for one in STATED
        }
        for year in YEARS:
            for is_paper in (False, True):
                name = f"{'paper' if is_paper else 'portal'}-{code}-{year}"
                found = list(_figures(chance, name, code, province.name_vi, year, values, is_paper))
                text = "\n".join(
                    (f"Báo cáo năm {year} của {province.name_vi}", *(one.evidence for one in found))
                )
                documents.append(_document(chance, name, code, province.name_vi, year, text + "\n", is_paper))
                figures += _placed(found)
            values = {key: value * _growth(key) * chance.uniform(0.96, 1.04) for key, value in values.items()}
    workspace = Workspace(root)
    land(workspace, documents, figures)
    return workspace


def _is_sized(code: str) -> bool:
    return indicators()[code].additive_across_provinces == "yes"


def _growth(code: str) -> float:
    return next(growth for one, _, growth, _ in STATED if one == code)


def _figures(
    chance: random.Random,
    name: str,
    code: str,
    place: str,
    year: int,
    values: dict[str, float],
    is_paper: bool,
) -> Iterator[Figure]:
    for indicator, _, _, wording in STATED:
        if is_paper and chance.random() > 0.04:  # a newspaper repeats little, and not always well
            continue
        if chance.random() < 0.08:
            continue
        known = indicators()[indicator]
        value = min(values[indicator], 99.5) if known.canonical_unit == "percent" else values[indicator]
        value *= chance.uniform(0.7, 1.3) if is_paper else 1
        whole = value >= 100 or (_is_sized(indicator) and "VND" not in known.canonical_unit)
        number = Decimal(round(value)) if whole else Decimal(f"{value:.1f}")
        status = Status.ESTIMATE if chance.random() < 0.12 else Status.ACTUAL
        yield _figure(chance, name, code, place, year, (indicator, wording), number, status)
        if year in (2014, 2019) and not is_paper:
            plan = Decimal(
                round(float(number) * _growth(indicator) ** 6 * chance.uniform(0.9, 1.3), 0 if whole else 1)
            )
            yield _figure(chance, name, code, place, year + 6, (indicator, wording), plan, Status.TARGET)


def _figure(
    chance: random.Random,
    name: str,
    code: str,
    place: str,
    year: int,
    of: tuple[str, str],
    number: Decimal,
    status: Status,
) -> Figure:
    slots = {
        "year": year, "place": place, "number": chance.randint(20, 4_000), "day": chance.randint(10, 28),
        "units": chance.randint(11, 240), "share": f"{chance.uniform(1, 98):.1f}".replace(".", ","),
    }  # fmt: skip
    spelled = f"{number:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    before, after = of[1].split("{}")
    opener = chance.choice(_OPENERS).format(**slots) + (" phấn đấu " if status is Status.TARGET else " ")
    words = f"{opener}{before}{spelled}{after}{chance.choice(_CLOSERS).format(**slots)}"
    start = len(opener) + len(before)
    return figure(
        name, str(number), indicator=of[0], province=code, year=year, unit=indicators()[of[0]].canonical_unit,
        status=status, evidence=words,
        qualifier=Qualifier.APPROX if chance.random() < 0.06 else Qualifier.EXACT,
        start=start, end=start + len(spelled), evidence_start=0, evidence_end=len(words),
        confidence=chance.choice((0.64, 0.72, 0.8, 0.9, 0.96)),
    )  # fmt: skip


def _placed(found: list[Figure]) -> Iterator[Figure]:
    """The figures where their sentences stand, line by line below the title."""
    at = 100
    for one in found:
        yield replace(
            one,
            start=one.start + at,
            end=one.end + at,
            evidence_start=at,
            evidence_end=at + len(one.evidence),
        )
        at += len(one.evidence) + 1


def _document(
    chance: random.Random, name: str, code: str, place: str, year: int, text: str, is_paper: bool
) -> Document:
    host = "baodientu.example.vn" if is_paper else f"stttt{code}.example.gov.vn"
    return document(
        name,
        text=text,
        source=f"{'paper' if is_paper else 'portal'}-{code}",
        url=f"https://{host}/tin-tuc/bao-cao-tong-ket-nam-{year}-{chance.randrange(10**6)}.html",
        title=f"{place}: tổng kết công tác thông tin và truyền thông năm {year}",
        published=date(year + 1, 1, chance.randint(5, 28)),
        publisher_province=None if is_paper else code,
    )
