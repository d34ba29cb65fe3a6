"""Who is told when something breaks or comes out, and what of it."""
