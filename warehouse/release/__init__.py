"""Releases: what analysts get of a build, in the forms they ask for."""
