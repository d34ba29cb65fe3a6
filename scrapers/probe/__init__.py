"""What a host is today, and the registry entry it could have. Keeps nothing: no archive, no lake."""

from scrapers.probe.entry import entry_yaml
from scrapers.probe.probe import probe, source_of
from scrapers.probe.record import Finding, Probe, Sample

__all__ = ["Finding", "Probe", "Sample", "entry_yaml", "probe", "source_of"]
