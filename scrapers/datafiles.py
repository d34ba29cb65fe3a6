"""YAML and CSV files that people edit, read into typed records.

Every wrong value of a file is reported at once, with file, line, field, value and a way out. What the
records mean belongs to the modules that define them.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from scrapers.errors import UserError


class Record(BaseModel):
    """Base of all records kept in data files: immutable, and a misspelt field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


R = TypeVar("R", bound=Record)
Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong value in a data file."""

    path: Path
    line: int
    field: str
    reason: str  # what is wrong and the way out
    value: object = None

    def __str__(self) -> str:
        found = "" if self.value is None else f" (found {self.value!r})"
        return f"{_shown(self.path)}:{self.line}: {self.field}: {self.reason}{found}"


def check(problems: Sequence[Problem | UserError]) -> None:
    """Raise all problems as one UserError, one line each; nothing happens when there are none."""
    if problems:
        raise UserError("\n".join(str(problem) for problem in problems))


class YamlFile:
    """One YAML mapping that knows on which line each of its fields stands.

    Scalars are read as the words they are and typed by the record, so `01` stays a code and `no` a word.
    An empty value counts as not given.

    Raises:
        UserError: the file cannot be read, or is not a YAML mapping.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        text = _text(path)
        try:
            node = yaml.BaseLoader(text).get_single_node()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UserError(str(Problem(path, line, "YAML", f"{error.problem}; mend the syntax"))) from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise UserError(str(Problem(path, line, "YAML", "a control character; remove it"))) from error
        if not isinstance(node, yaml.MappingNode):
            raise UserError(str(Problem(path, 1, "YAML", "expected a list of `field: value` lines")))
        self._node = node
        self._repeated = list(_repeated_keys(node))

    def line(self, location: Location) -> int:
        """The line of a field, or of the nearest thing around it when the field is missing."""
        node: yaml.Node = self._node
        line = node.start_mark.line + 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def problem(self, field: str, reason: str, value: object = None) -> Problem:
        """A problem at the line of a field."""
        return Problem(self.path, self.line((field,)), field, reason, value)

    def read(self, model: type[R]) -> tuple[R | None, list[Problem]]:
        """The record (None when anything is wrong) and all that is wrong with it."""
        problems = [
            Problem(self.path, line, key, "given twice; keep one of the two") for key, line in self._repeated
        ]
        record, wrong = _validate(model, _plain(self._node))
        problems += [
            Problem(self.path, self.line(where), _dotted(where), reason, value)
            for where, reason, value in wrong
        ]
        return (None if problems else record), problems


def load_yaml(path: Path, model: type[R]) -> R:
    """One record from one YAML file.

    Raises:
        UserError: all problems of the file, one line each.
    """
    record, problems = YamlFile(path).read(model)
    check(problems)
    assert record is not None  # noqa: S101 - no problems means a record
    return record


def load_csv(path: Path, model: type[R], *, unique: str | None = None) -> list[R]:
    """The rows of a CSV file with a header line; empty cells count as not given.

    Args:
        path: UTF-8, with or without a byte-order mark.
        model: Its fields are the columns.
        unique: A column whose values may not repeat.

    Raises:
        UserError: all problems of the file, one line each.
    """
    reader = csv.DictReader(_text(path).splitlines(keepends=True), strict=True)
    records: list[R] = []
    problems: list[Problem] = []
    seen: dict[object, int] = {}
    try:
        for cells in reader:
            line = reader.line_num
            if None in cells or None in cells.values():
                columns = len(reader.fieldnames or ())
                problems.append(Problem(path, line, "row", f"needs {columns} cells; check commas and quotes"))
                continue
            record, wrong = _validate(model, {name: text for name, text in cells.items() if text.strip()})
            problems += [Problem(path, line, _dotted(where), why, value) for where, why, value in wrong]
            if record is None:
                continue
            records.append(record)
            if unique is not None:
                key = getattr(record, unique)
                if key in seen:
                    problems.append(Problem(path, line, unique, f"already on line {seen[key]}", key))
                seen.setdefault(key, line)
    except csv.Error as error:
        problems.append(Problem(path, reader.line_num, "CSV", f"{error}; check the quotes"))
    check(problems)
    return records


def suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean X?` for a near miss, else the words that are known."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known)}"


def _validate(model: type[R], values: dict[str, Any]) -> tuple[R | None, list[tuple[Location, str, object]]]:
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, [
            (e["loc"], _reason(model, e["type"], e["loc"], e["msg"]), _scalar(e["input"]))
            for e in error.errors(include_url=False)
        ]


def _reason(model: type[Record], kind: str, where: Location, message: str) -> str:
    if kind == "missing":
        return "is required; add it"
    if kind == "extra_forbidden":
        if len(where) == 1:
            return f"unknown field; {suggestion(str(where[-1]), model.model_fields)}"
        return "unknown field; remove it or correct its name"
    if kind.startswith("date_"):
        return "not a date; write it like 2020-12-31"
    return message.removeprefix("Value error, ")


def _scalar(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) else None


def _dotted(where: Location) -> str:
    return ".".join(map(str, where)) or "record"


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{_shown(path)}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{_shown(path)}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def _plain(node: yaml.Node) -> Any:  # noqa: ANN401 - whatever the file holds
    if isinstance(node, yaml.MappingNode):
        pairs = ((str(key.value), value) for key, value in node.value)
        return {key: _plain(value) for key, value in pairs if not _empty(value)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _child(node: yaml.Node, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item.start_mark.line + 1, item
    return None


def _repeated_keys(node: yaml.Node) -> Iterable[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield str(key.value), key.start_mark.line + 1
            seen.add(str(key.value))
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item)
