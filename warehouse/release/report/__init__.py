"""The report: one HTML page per release for people who would rather look, and its charts as pictures.

It reads the marts only. What a number is, and which one counts, is decided in `dbt_project`.
"""

from warehouse.release.report.apart import write_report_apart
from warehouse.release.report.contents import Named
from warehouse.release.report.writing import write_report

__all__ = ["Named", "write_report", "write_report_apart"]
