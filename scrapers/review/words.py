"""What the codes of the reading mean, for a reviewer. A code without words here is shown as it is."""

from __future__ import annotations

import re

REASONS = {
    "age": "an age",
    "agency": "an agency, not the province",
    "base_without_year": "a base of comparison whose year is not told",
    "company": "about one company, not the province",
    "counter": "a visit counter",
    "date": "a date",
    "denominator": "what another number is a share of",
    "district": "about a district or commune, not the province",
    "document_number": "the number of a document",
    "duration": "a duration",
    "generation": "a generation of technology (3G, 4G)",
    "growth": "an increment or a rate of growth, not a level",
    "inspection": "counts what an inspection found",
    "label": "a number that names something",
    "law_article": "an article of law",
    "level": "a grade or level",
    "list_number": "the number of a list item",
    "nation": "about the whole country, not the province",
    "other_quantity": "another quantity, none of the catalogue",
    "phone": "a telephone number",
    "plan_share": "a share of the plan fulfilled",
    "price": "a price or fee",
    "several_years": "a sum over several years",
    "size": "a size or capacity of equipment",
    "time": "a time of day",
    "unnamed": "no indicator is named beside it",
    "year": "a year",
    "yearly": "a rate for every year",
}
HOW = {
    "prose": "in running text",
    "table": "in a table",
    "flag": "no number printed; the text says that it operates",
}
WHERE = {
    "before": "a sentence before",
    "body": "named in the text",
    "caption": "caption of the table",
    "clause": "its own clause",
    "default": "no word of a plan or an estimate",
    "exceeded": "a plan that the text says was exceeded",
    "frame": "banner or footer of the page",
    "future": "its year lies after the publication",
    "header": "header of the table",
    "heading": "a heading above",
    "host": "address of the page",
    "publisher": "publisher of the page",
    "row": "row of the table",
    "sentence": "earlier in its sentence",
    "setting": "title and date of the document",
    "sibling": "same as the number before it",
    "title": "title of the document",
    "unresolved": "not told",
}
_PERIODS = {
    "year": "whole year",
    "as_of": "as of a day",
    "ytd": "year to date",
    "month": "one month",
    "quarter": "one quarter",
}
_MONTHS = re.compile(r"(\d+)m")


def reason(code: str) -> str:
    """Why a number is no figure."""
    return REASONS.get(code, plain(code))


def period(code: str) -> str:
    """The time a figure covers within its year."""
    months = _MONTHS.fullmatch(code)
    return f"first {months[1]} months" if months else _PERIODS.get(code, plain(code))


def rule(codes: str) -> list[tuple[str, str]]:
    """What each rule of a figure decided, and from where it took that."""
    told = []
    for code in codes.split():
        what, parted, where = code.partition(":")
        told.append(
            (what, WHERE.get(where, plain(where))) if parted else ("read", HOW.get(what, plain(what)))
        )
    return told


def plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")
