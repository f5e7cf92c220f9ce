"""A notice as a file: UTF-8 Markdown under YAML front matter, in and out, the body byte for byte."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from kiosk.documents.notice_fields import (
    FIELDS,
    BadValue,
    Value,
    default_kind,
    is_blank,
    missing,
)
from kiosk.errors import Problem, Refused
from kiosk.rules.notice import Category, Notice

FILE_LIMIT = 1024 * 1024
"""Bytes of one notice file."""
FRONT_MATTER_LIMIT = 16 * 1024

_FENCE = re.compile(r"^---[ \t]*\r?\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_UNWELCOME = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class NoticeFile:
    """A notice and where its parts stand in the file, lines counted from 1."""

    notice: Notice
    lines: dict[str, int]
    body_line: int


def decode(data: bytes) -> str:
    """UTF-8 text of a file, its line ends untouched. Raises Refused naming the line that is not."""
    if len(data) > FILE_LIMIT:
        raise Refused("file.too_long", limit=FILE_LIMIT // 1024, size=-(-len(data) // 1024))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        code = "file.looks_like_gbk" if _reads_as_gbk(data) else "file.not_utf8"
        raise Refused.because([Problem(code, line=line)]) from wrong
    found = _UNWELCOME.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise Refused.because([Problem("file.control_character", {"code": f"U+{ord(found[0]):04X}"}, line=line)])
    return text


def _reads_as_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def read(text: str) -> NoticeFile:
    """Raises Refused with every problem of the front matter, each with its line."""
    header, body, body_line = _split(text)
    entries = _entries(header)
    problems = list(_key_problems(entries))
    values: dict[str, object] = {}
    for key, (value, line) in entries.items():
        if key not in FIELDS or is_blank(value):
            continue
        try:
            values[key] = FIELDS[key].read(value)
        except BadValue as wrong:
            problems.append(Problem(wrong.code, {"key": key, **wrong.facts}, line=line))
    wrong_keys = {problem.facts.get("key") for problem in problems}
    for key in missing(values):
        if key not in wrong_keys:
            line = entries[key][1] if key in entries else 1
            problems.append(Problem("front_matter.missing", {"key": key}, line=line))
    if problems:
        raise Refused.because(sorted(problems, key=lambda problem: problem.line))
    lines = {key: line for key, (_, line) in entries.items()}
    return NoticeFile(_notice(values, body), lines, body_line)


def _notice(values: dict[str, object], body: str) -> Notice:
    category = Category(str(values["category"]))
    bare = Notice(title=str(values["title"]), category=category, kind=default_kind(category), body=body)
    return replace(bare, **{key: value for key, value in values.items() if key not in ("title", "category")})


def _split(text: str) -> tuple[str, str, int]:
    opening = _FENCE.match(text)
    if opening is None:
        raise Refused.because([Problem("front_matter.absent", line=1)])
    closing = _END.search(text, opening.end())
    if closing is None:
        raise Refused.because([Problem("front_matter.unclosed", line=1)])
    header = text[opening.end() : closing.start()]
    if len(header) > FRONT_MATTER_LIMIT:
        raise Refused.because([Problem("front_matter.too_long", {"limit": FRONT_MATTER_LIMIT // 1024}, line=2)])
    return header, text[closing.end() :], text.count("\n", 0, closing.end()) + 1


def _entries(header: str) -> dict[str, tuple[Value, int]]:
    """Key → (text or list of texts, line). Values stay as written: YAML's own guesses at types are not asked."""
    try:
        root = yaml.compose(header, Loader=yaml.SafeLoader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = min(mark.line, header.count("\n")) + 2 if mark else 2
        raise Refused.because([Problem("front_matter.not_yaml", line=line)]) from wrong
    except RecursionError as wrong:
        raise Refused.because([Problem("front_matter.not_yaml", line=2)]) from wrong
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise Refused.because([Problem("front_matter.not_pairs", line=2)])
    entries: dict[str, tuple[Value, int]] = {}
    problems = []
    for key_node, value_node in root.value:
        line = key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem("front_matter.not_pairs", line=line))
        elif key_node.value in entries:
            problems.append(Problem("front_matter.key_twice", {"key": key_node.value}, line=line))
        else:
            value = _plain(value_node)
            if value is None:
                problems.append(Problem("front_matter.nested", {"key": key_node.value}, line=line))
            else:
                entries[key_node.value] = (value, line)
    if problems:
        raise Refused.because(problems)
    return entries


def _plain(node: yaml.Node) -> Value | None:
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag == "tag:yaml.org,2002:null" else node.value
    if isinstance(node, yaml.SequenceNode) and all(isinstance(each, yaml.ScalarNode) for each in node.value):
        return [each.value for each in node.value]
    return None


def _key_problems(entries: dict[str, tuple[Value, int]]) -> Iterator[Problem]:
    for key, (_, line) in entries.items():
        if key in FIELDS:
            continue
        alike = difflib.get_close_matches(key.lower(), FIELDS, n=1, cutoff=0.6)
        facts = {"key": key, "allowed": "、".join(FIELDS)}
        if alike:
            yield Problem("front_matter.misspelt_key", {**facts, "meant": alike[0]}, line=line)
        else:
            yield Problem("front_matter.unknown_key", facts, line=line)


def write(notice: Notice) -> str:
    """The file that `read` turns back into the same notice, its body unchanged."""
    lines = []
    for field in FIELDS.values():
        value = field.write(notice)
        if value is not None and not _goes_without_saying(notice, field.key):
            style = None if isinstance(value, list) else False  # [a, b] for lists, plain for the rest
            lines.append(yaml.safe_dump({field.key: value}, allow_unicode=True, width=2**20, default_flow_style=style))
    return "---\n" + "".join(lines) + "---\n" + notice.body


def _goes_without_saying(notice: Notice, key: str) -> bool:
    return key == "priority" and not (notice.is_urgent or notice.is_pinned)


