"""A notice as a file: UTF-8 Markdown under YAML front matter, in and out, the body byte for byte."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from kiosk.documents.notice_fields import (
    CHINESE_KEYS,
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
MARKS_LIMIT = 200
"""Brackets and the like in the front matter: thousands of them keep a YAML reader busy for seconds."""

_FENCE = re.compile(r"(?:[ \t]*\r?\n)*---[ \t]*\r?\n")
_COMMENT_IN_TITLE = re.compile(r"^title[ \t]*:[ \t]+[^\"'#\s].*[ \t]#", re.MULTILINE)
_MEANT = re.compile(r"\s*(?:[-—–－=]{2,}[ \t]*$|(?:[a-z_]{4,20}|标题|类别)[ \t]*[:：])", re.MULTILINE)
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
        raise Refused("file.too_long", limit=FILE_LIMIT // 1024)
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


def has_front_matter(text: str) -> bool:
    return _FENCE.match(text) is not None


def is_meant_as_notice(text: str) -> bool:
    """Whether somebody has tried to write the fields of a notice at its head, rightly or not; else it is a plain text."""
    return _MEANT.match(text) is not None


def read(text: str) -> NoticeFile:
    """Raises Refused with every problem of the front matter, each with its line."""
    header, body, first_line, body_line = _split(text)
    entries = _entries(header, first_line)
    problems = list(_key_problems(entries))
    in_title = _COMMENT_IN_TITLE.search(header)
    if in_title:
        line = first_line + header.count("\n", 0, in_title.start())
        problems.append(Problem("front_matter.hash_in_title", line=line))
    values: dict[str, object] = {}
    for key, (value, line) in entries.items():
        if key not in FIELDS or is_blank(value):
            continue
        try:
            values[key] = FIELDS[key].read(value)
        except BadValue as wrong:
            problems.append(Problem(wrong.code, {"key": key, **wrong.facts}, line=line))
    wrong_keys = {problem.facts.get(name) for problem in problems for name in ("key", "meant")}
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


def _split(text: str) -> tuple[str, str, int, int]:
    """Header, body, and the lines on which they begin."""
    opening = _FENCE.match(text)
    if opening is None:
        raise Refused.because([Problem("front_matter.absent", line=1)])
    closing = _END.search(text, opening.end())
    if closing is None:
        raise Refused.because([Problem("front_matter.unclosed", line=1)])
    header = text[opening.end() : closing.start()]
    first_line = text.count("\n", 0, opening.end()) + 1
    if len(header) > FRONT_MATTER_LIMIT:
        raise Refused.because([Problem("front_matter.too_long", {"limit": FRONT_MATTER_LIMIT // 1024}, line=first_line)])
    return header, text[closing.end() :], first_line, text.count("\n", 0, closing.end()) + 1


def _entries(header: str, first_line: int) -> dict[str, tuple[Value, int]]:
    """Key → (text or list of texts, line). Values stay as written: YAML's own guesses at types are not asked."""
    if sum(map(header.count, "[{&*")) > MARKS_LIMIT:
        raise Refused.because([Problem("front_matter.not_yaml", line=first_line)])
    if "\t" in header:
        line = first_line + header.count("\n", 0, header.index("\t"))
        raise Refused.because([Problem("front_matter.tab", line=line)])
    try:
        root = yaml.compose(header, Loader=yaml.SafeLoader)
    except yaml.YAMLError as wrong:
        raise Refused.because([Problem("front_matter.not_yaml", line=first_line + _line_of(wrong, header))]) from wrong
    except (RecursionError, ValueError, OverflowError) as wrong:  # too deep; an escape that is no character
        raise Refused.because([Problem("front_matter.not_yaml", line=first_line)]) from wrong
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise Refused.because([Problem("front_matter.not_pairs", line=first_line)])
    entries: dict[str, tuple[Value, int]] = {}
    problems = []
    for key_node, value_node in root.value:
        line = first_line + key_node.start_mark.line
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


def _line_of(wrong: yaml.YAMLError, header: str) -> int:
    """The line of the header, from 0; where something was left open, the one on which it was opened."""
    problem = getattr(wrong, "problem_mark", None)
    context = getattr(wrong, "context_mark", None)
    last = header.count("\n")
    if problem is not None and problem.line >= last and context is not None:
        return min(context.line, last)
    return min(problem.line, max(0, last - 1)) if problem is not None else 0


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
        in_chinese = CHINESE_KEYS.get(key)
        begun = [field for field in FIELDS if len(key) > 2 and field.startswith(key.lower())]
        alike = [in_chinese] if in_chinese else begun or difflib.get_close_matches(key.lower(), FIELDS, n=1, cutoff=0.6)
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


