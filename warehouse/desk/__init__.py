"""The desk: a local page to search, filter, see and download what the published file holds.

Reads the published file only; what is in it is decided in `dbt_project`, the page for everyone is the report.
"""
