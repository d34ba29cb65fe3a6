"""Connects the stages: the Dagster code location and the command line. No work of its own."""
