"""Labelled pages by authors who had not read the rules; README.md tells what the reader scored on them unseen.

Labelled by the guidelines of `tests/gold`, in the authors' own words, with invented figures.
"""
