"""The registry entry that a probe proposes, and its YAML."""

from __future__ import annotations

import re
from datetime import date

import yaml

from scrapers import catalogue
from scrapers.probe.record import clean
from scrapers.registry import Source

_PARTS = re.compile(r"\s+[|–—-]\s+|\s*[|]\s*")
_OFFICE = re.compile(r"(?:sở|cục|cổng|ủy ban|uỷ ban|ubnd|ban|trang thông tin)\b", re.I)


def proposed(host: str, today: date, known: Source | None, **facts: object) -> Source:
    """An entry that is not enabled; what is known of the host already stays.

    Args:
        host: Checked before.
        today: Goes into `verification`.
        known: The entry of the registry that has the host.
        facts: Further fields; None is left out.
    """
    given: dict[str, object] = {
        "id": known.id if known else _id(host),
        "publisher": known.publisher if known else facts.get("publisher") or host,
        "province": known.province if known else _province(host),
        "status": None,  # its place in the file
        "enabled": False,
        "hosts": [host],
    }
    given |= {name: fact for name, fact in facts.items() if name not in given or name in ("status", "hosts")}
    given["verification"] = f"probed {today:%Y-%m-%d}"
    return Source.model_validate({name: fact for name, fact in given.items() if fact not in (None, (), "")})


def entry_yaml(source: Source) -> str:
    """The fields that were set, as the registry keeps them; the file's name is `ID.yaml`."""
    fields = source.model_dump(mode="json", exclude_unset=True)
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=100)


def publisher_of(title: str, host: str) -> str | None:
    """Who a front page says it is by; else the department of the province the host names; else None."""
    named = [part for part in _PARTS.split(clean(title)) if _OFFICE.match(part)]
    if named:
        return max(named, key=len)[:120]
    code = _province(host)
    if code is None or "tttt" not in host:
        return None
    province = catalogue.provinces()[code]
    kind = "tỉnh" if province.type == "tỉnh" else "thành phố"
    return f"Sở Thông tin và Truyền thông {kind} {province.name_vi}"


def _id(host: str) -> str:
    labels = [label for label in host.partition(":")[0].split(".") if label not in ("www", "gov", "vn")]
    return "-".join(part for label in labels for part in label.split("-") if part)[:60].strip("-") or "site"


def _province(host: str) -> str | None:
    """The province one of whose web names is a part of the host; None when that is not one."""
    labels = set(host.partition(":")[0].replace("-", ".").split("."))
    found = [code for code, one in catalogue.provinces().items() if labels & set(one.web_slugs.split("|"))]
    return found[0] if len(found) == 1 else None
