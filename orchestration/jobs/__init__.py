"""What runs as a whole: crawls that choose their sources, builds, previews, housekeeping, and when."""
