"""`make bench`: how fast pages become figures, against named yardsticks. Guidance, never a test."""
