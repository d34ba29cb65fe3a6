"""Releases: what analysts open, as folders that never change, with one name that leads to the one of now.

What the marts hold is decided in `dbt_project`; when a release is made, in `orchestration`.
"""
