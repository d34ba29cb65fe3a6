"""The tags by which Dagster finds what is stale, for events that a step yields itself.

Dagster tags the outputs of a step; the portals have none, but an event per source, the moment it lands.
"""

from collections.abc import Iterable

import dagster as dg
from dagster._core.definitions.data_version import (
    CODE_VERSION_TAG,
    DATA_VERSION_TAG,
    DEFAULT_DATA_VERSION,
    NULL_EVENT_POINTER,
    DataVersion,
    compute_logical_data_version,
    extract_data_version_from_entry,
    get_input_data_version_tag,
    get_input_event_pointer_tag,
)


def version_tags(
    context: dg.OpExecutionContext | dg.AssetExecutionContext,
    specs: Iterable[dg.AssetSpec],
    asset: dg.AssetKey,
    partition: str,
) -> dict[str, str]:
    """What an event of now says of its code and of what it was made from, which has to be logged before.

    Args:
        context: Of the step.
        specs: Of all assets that have these partitions.
        asset: One of them.
        partition: Of it.
    """
    by_key = {spec.key: spec for spec in specs}
    spec = by_key[asset]
    code = spec.code_version or context.run.run_id
    tags, versions = {CODE_VERSION_TAG: code}, dict[dg.AssetKey, DataVersion]()
    for key in (dep.asset_key for dep in spec.deps):
        theirs = partition if key in by_key else None
        record = context.instance.get_latest_data_version_record(key, partition_key=theirs)
        found = extract_data_version_from_entry(record.event_log_entry) if record else None
        versions[key] = found or DEFAULT_DATA_VERSION
        tags[get_input_data_version_tag(key)] = versions[key].value
        tags[get_input_event_pointer_tag(key)] = str(record.storage_id) if record else NULL_EVENT_POINTER
    return tags | {DATA_VERSION_TAG: compute_logical_data_version(code, versions).value}
