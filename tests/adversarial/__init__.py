"""Labelled pages by authors who had not read the rules; README.md tells the scores on them unseen.

Labelled by the guidelines of `tests/gold`, in the authors' own words, with invented figures.
"""
