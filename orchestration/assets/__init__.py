"""The assets of each stage and their checks. A few lines each: they call a function and report what it did."""
