"""The sentences that stand in several files of a release: its title, how to cite it, whose facts it has."""

from __future__ import annotations

from warehouse.release.published import Published

TITLE = "Figures of Vietnam's provincial Departments of Information and Communications"
TITLE_VI = "Số liệu của các Sở Thông tin và Truyền thông cấp tỉnh của Việt Nam"
CITE = (
    "To cite one number, add the table and the id in the row's first column: row_id, or the key, such as"
    " figure_id, indicator, source. The id of the release is in every row."
)
CSV = (
    "CSV files are for programs: UTF-8 without a byte order mark, times in UTC, an empty cell is no value."
    " A text that a spreadsheet could take for a formula has an apostrophe in front, and so has one that"
    " begins with an apostrophe: take one off every text that begins with one. For spreadsheets there is"
    " sotttt.xlsx."
)
FACTS = (
    "The numbers are facts stated by public bodies on their web sites. Each leads to its page, and fct_figure"
    " quotes the sentence that states it; the sentences stay their publishers'. When you use a number, name"
    " its source and, where it matters, look at the page: reading by program makes mistakes. No legal advice."
)
FACTS_VI = (
    "Các con số là dữ kiện do cơ quan nhà nước công bố trên trang thông tin của mình. Mỗi số đều dẫn tới"
    " trang nguồn, và fct_figure trích nguyên văn câu nêu số đó; câu trích vẫn thuộc về cơ quan công bố."
    " Khi dùng số liệu, hãy ghi nguồn và, khi cần chắc chắn, hãy xem lại trang gốc: chương trình đọc có thể"
    " sai. Đây không phải là tư vấn pháp lý."
)


def citation(release: Published) -> str:
    """The release as one cites it."""
    return f"sotttt: {TITLE}. Release {release.release_id}, published {release.published_at:%Y-%m-%d}."
