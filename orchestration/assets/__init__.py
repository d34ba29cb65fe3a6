"""The assets of each stage and their checks. A few lines each: call a function, report what it did."""
