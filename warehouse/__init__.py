"""The lake (Parquet), the dbt build and the published DuckDB file: who owns which path, schema and swap.

Knows `scrapers`, never Dagster.
"""
