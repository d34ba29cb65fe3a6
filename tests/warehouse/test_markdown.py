"""What a page contained is shown as text; where the page is can be followed."""

from __future__ import annotations

import pytest

from warehouse.markdown import Address, plain


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.vn/tin_tuc?id=1&p_p=2~x", "<https://a.vn/tin_tuc?id=1&p_p=2~x>"),
        ("http://a.vn/a|b*c<d>[e]`f", "<http://a.vn/a%7Cb%2Ac%3Cd%3E%5Be%5D%60f>"),
        ("https://a.vn/Số", "<https://a.vn/S%E1%BB%91>"),
        ("https://a.vn/?a=1&copy;=2", "<https://a.vn/?a=1&#38;copy;=2>"),
        ("javascript:alert(1)//_", "javascript:alert(1)//&#95;"),
    ],
)
def test_an_address_stays_usable_and_is_no_markup(address: str, shown: str) -> None:
    assert plain(Address(address)) == shown


def test_a_sentence_that_is_an_address_is_text() -> None:
    assert plain("https://a.vn/_") == "https://a.vn/&#95;"
