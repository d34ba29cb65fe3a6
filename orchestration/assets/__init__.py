"""The assets of each stage. A few lines each: they call a function and report what it did."""
