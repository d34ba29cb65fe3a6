"""`lần lượt`: each number belongs to the name in its place."""

import pytest

from tests.scrapers.reading.pages import CULTURAL, OFFICES, figures, plain


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Số thuê bao di động trả trước và trả sau lần lượt là 650.000 và 74.000 thuê bao.",
            {"telecom.mobile_prepaid": "650000", "telecom.mobile_postpaid": "74000"},
        ),
        (
            "Doanh thu viễn thông và bưu chính lần lượt đạt 960 tỷ đồng và 60 tỷ đồng.",
            {"telecom.revenue": "960", "postal.revenue": "60"},
        ),
        (
            "Số bưu cục và điểm bưu điện văn hóa xã tương ứng là 30 bưu cục và 120 điểm.",
            {OFFICES: "30", CULTURAL: "120"},
        ),
        (
            "Xếp hạng về chính quyền số, kinh tế số và xã hội số lần lượt là 22, 9 và 13.",
            {"dx.dti_government_rank": "22", "dx.dti_economy_rank": "9", "dx.dti_society_rank": "13"},
        ),
        ("Số bưu cục lần lượt là 30 và 36.", {}),  # two numbers and one name: nothing is guessed
    ],
)
def test_numbers_go_to_the_names_in_their_place(sentence: str, expected: dict[str, str]) -> None:
    assert {figure.indicator: plain(figure.value) for figure in figures(sentence)} == expected
