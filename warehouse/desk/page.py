"""The page of the desk; Streamlit runs this file anew at every click, so each look is at the release of now.

Nothing from a page reaches Streamlit's texts, which are Markdown: sentences and titles stand in the table.
"""

from __future__ import annotations

import pandas
import streamlit as st

from scrapers.errors import UserError
from warehouse.database import reading
from warehouse.desk import finding
from warehouse.workspace import Workspace

ANY = "any — tất cả"
STATUSES = {
    "actual — thực hiện": "actual",
    "estimate — ước thực hiện": "estimate",
    "target — mục tiêu": "target",
}
# The table's own download knows nothing of formulas.
_ONE_DOWNLOAD = "<style>[data-testid='stElementToolbar'] {display: none}</style>"


def draw() -> None:
    """The whole page."""
    st.set_page_config(page_title="sotttt", layout="wide")
    st.html(_ONE_DOWNLOAD)
    st.header("Figures and their sentences — Số liệu và câu nêu số liệu")
    try:
        # The name leads to another file after a release: what is open now stays whole.
        with reading(Workspace.current().published.resolve()) as connection:
            st.caption(f"Release — Bản phát hành: {finding.release(connection)}")
            asked = _asked(*finding.choices(connection))
            found = finding.find(connection, asked)
            _table(found)
            if found.rows:
                indicator, provinces = _chosen(found)
                _told(asked, len(provinces))
                _chart(finding.series(connection, asked, indicator, provinces))
    except UserError as error:
        st.error(f"`{error}`")


def _asked(provinces: dict[str, str], first: int, last: int) -> finding.Asked:
    words = st.text_input(
        "Words of sentence, title, indicator or province, accents or not — Từ cần tìm, có dấu hay không dấu",
        max_chars=200,
    )
    left, middle, right = st.columns(3)
    province = left.selectbox(
        "Province — Tỉnh", [ANY, *provinces], format_func=lambda key: provinces.get(key, key)
    )
    status = middle.selectbox("Status — Trạng thái", [ANY, *STATUSES])
    years = right.slider("Years — Năm", first, max(last, first + 1), (first, max(last, first + 1)))
    undated = right.checkbox("also where the year is not told — kể cả khi không rõ năm", value=True)
    return finding.Asked(
        words, None if province == ANY else province, STATUSES.get(status), years[0], years[1], undated
    )


def _table(found: finding.Found) -> None:
    number = f"{len(found.rows):,}"
    more = ", the first of more — những dòng đầu, còn nữa" if found.more else ""
    st.text(f"{number} figures — số liệu{more}")
    frame = pandas.DataFrame(found.rows, columns=list(found.columns))
    config = {
        "evidence": st.column_config.TextColumn(width="large"),
        "url": st.column_config.LinkColumn(width="small", validate="^https?://"),
    }
    st.dataframe(frame, hide_index=True, column_config=config)
    st.download_button("Download as CSV — Tải về CSV", finding.as_csv(found), "figures.csv", "text/csv")


def _chosen(found: finding.Found) -> tuple[str, list[str]]:
    """The indicator of the chart, and the provinces found with it, by scheme and code."""
    codes = [str(code) for code in found.column("indicator")]
    names = dict(zip(codes, found.column("name_vi"), strict=True))
    indicator = st.selectbox(
        "Series by year — Chuỗi số theo năm", sorted(names), format_func=lambda code: f"{code}: {names[code]}"
    )
    places = zip(codes, found.column("province_scheme"), found.column("province"), strict=True)
    return indicator, list(
        dict.fromkeys(f"{scheme}/{place}" for code, scheme, place in places if code == indicator and place)
    )


def _told(asked: finding.Asked, provinces: int) -> None:
    """Which values the chart has, and how many provinces it leaves out."""
    if asked.status is None:
        st.caption(
            "Results: actual values, estimates where there are none; targets when chosen above"
            " — Kết quả: số thực hiện, nơi chưa có thì số ước; mục tiêu khi chọn ở trên"
        )
    if provinces > finding.LINES:
        st.caption(
            f"The first {finding.LINES} of {provinces} provinces; choose a province above for others"
            f" — {finding.LINES} trong {provinces} tỉnh đầu tiên; chọn tỉnh ở trên để xem tỉnh khác"
        )


def _chart(rows: list[tuple[str, int, float]]) -> None:
    if not rows:
        st.text("No value of a year — Không có giá trị theo năm")
        return
    frame = pandas.DataFrame(rows, columns=["province", "year", "value"])
    wide = frame.pivot(index="year", columns="province", values="value")
    wide.index = wide.index.astype(str)
    st.line_chart(wide, x_label="year — năm", y_label="value — giá trị")


draw()
