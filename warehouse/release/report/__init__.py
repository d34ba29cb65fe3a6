"""The report: one HTML page per release for people who would rather look, and its charts as pictures.

It reads the published file only. What a number is, and which one counts, is decided in `dbt_project`.
"""

from warehouse.release.report.writing import write_report

__all__ = ["write_report"]
