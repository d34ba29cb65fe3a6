"""From a provincial site to figures: registry, crawl, archive, documents, reading.

Plain functions over plain values. Nothing here knows Dagster, DuckDB or dbt; what leaves is `scrapers.model`.
"""
