"""Outcomes in a file, YAML or JSON, in the format of the control API; errors name the line.

declarations:
  - Key: uploads/*.jpg
    Faces: [{Identity: ada, Sunglasses: true}]
  - File: photos/ada.jpg          # instead of Bytes; beside this file
    Faces: []
faults:
  - {Operation: IndexFaces, Error: ThrottlingException, Times: 2}
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from moto_rekognition import control
from moto_rekognition.outcomes.fields import check_name

#: The key with which a mapping takes over the members of others.
_MERGE = "<<"


class FileError(ValueError):
    """A file of outcomes that is wrong; the message begins with the file and the line."""


def load(path: Path) -> None:
    """Declare everything that a file has. Raises FileError or OSError."""
    handlers = {
        url.removeprefix(control.PATH).removesuffix("$"): handler for url, handler in control.url_paths().items()
    }
    for line, section, said in _outcomes(path, list(handlers)):
        request = SimpleNamespace(method="POST", body=json.dumps(said, default=str))
        status, _, answer = handlers[section](request, "", {})
        if status >= 400:
            raise FileError(f"{path}:{line}: {json.loads(answer)['Message']}")


def _outcomes(path: Path, sections: list[str]) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Line, section and body of each outcome."""
    root = _parsed(path)
    for section, node in _members(root, path):
        try:
            check_name(section.value, sections, "a file of outcomes")
        except (TypeError, ValueError) as error:
            raise FileError(f"{path}:{_line(section)}: {error}") from error
        entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for entry in entries:
            _members(entry, path)  # it is a mapping
            yield _line(entry), section.value, _with_content(_plain(entry, path), path, _line(entry))


def _parsed(path: Path) -> yaml.Node:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            json.loads(text)
            text = text.replace("\t", " ")  # between tokens, where YAML allows no tab
        root = yaml.compose(text, yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FileError(f"{path}:{line}: this is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise FileError(f"{path}:{error.lineno}: this is not JSON: {error.msg}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileError(f"{path}:{line}: this is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise FileError(f"{path}:1: this is not YAML: {error}") from error
    if root is None:
        raise FileError(f"{path}:1: the file is empty")
    _refuse_repeated_names(root, path, set())
    return root


def _refuse_repeated_names(node: yaml.Node, path: Path, seen: set[int]) -> None:
    """Raise FileError where a mapping has a name twice: YAML would take the last one, without a word.

    seen: the ids of nodes that were looked at, because an alias stands for its node itself.
    """
    if id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    lines: dict[str, int] = {}
    for child in node.value:
        name, value = child if isinstance(node, yaml.MappingNode) else (None, child)
        if isinstance(name, yaml.ScalarNode) and name.value != _MERGE:
            if name.value in lines:
                first = lines[name.value]
                raise FileError(f"{path}:{_line(name)}: {name.value} is given twice, first in line {first}")
            lines[name.value] = _line(name)
        _refuse_repeated_names(value, path, seen)


def _members(node: yaml.Node, path: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise FileError(f"{path}:{_line(node)}: give names and values, not {_plain(node, path)!r}")
    members: list[tuple[yaml.Node, yaml.Node]] = node.value
    return members


def _plain(node: yaml.Node, path: Path) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:  # a tag or an alias that stands for no plain value
        line = error.problem_mark.line + 1 if error.problem_mark else _line(node)
        raise FileError(f"{path}:{line}: {error.problem}") from error
    finally:
        loader.dispose()


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _with_content(said: dict[str, Any], path: Path, line: int) -> dict[str, Any]:
    """The body with Bytes in the place of File."""
    if "File" not in said:
        return said
    photo = path.parent / str(said["File"])
    try:
        content = photo.read_bytes()
    except OSError as error:
        raise FileError(f"{path}:{line}: File: {photo}: {error.strerror or error}") from error
    return {name: value for name, value in said.items() if name != "File"} | {
        "Bytes": base64.b64encode(content).decode()
    }
