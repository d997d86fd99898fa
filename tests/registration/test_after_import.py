"""`_after_import` as the import system and other tools that hook into it see it."""

from __future__ import annotations

import importlib
import importlib.resources
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from moto_rekognition import _after_import


@pytest.fixture
def name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    package = tmp_path / "watched"
    package.mkdir()
    (package / "__init__.py").write_text("seen = type(__spec__.loader), type(__loader__)\n")
    (package / "data.txt").write_text("data")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    yield "watched"
    sys.modules.pop("watched", None)


def test_calls_after_loading_and_after_reloading(name: str) -> None:
    called: list[ModuleType] = []
    _after_import.call({name: called.append})
    assert importlib.util.find_spec(name) is not None
    assert called == []
    module = importlib.import_module(name)
    assert called == [module]
    importlib.reload(module)
    assert called == [module, module]


def test_calls_at_once_for_what_is_loaded(name: str) -> None:
    module, called = importlib.import_module(name), []
    _after_import.call({name: called.append})
    assert called == [module]


def test_is_installed_once(name: str) -> None:
    functions = {name: print}
    _after_import.call(functions)
    before = len(sys.meta_path)
    _after_import.call(functions)
    assert len(sys.meta_path) == before


def test_the_module_has_its_own_loader(name: str) -> None:
    _after_import.call({name: lambda module: None})
    module = importlib.import_module(name)
    kinds = {*module.seen, type(module.__spec__.loader), type(module.__loader__)}
    assert kinds == {importlib.machinery.SourceFileLoader}
    assert inspect.getsource(module).startswith("seen")
    assert importlib.resources.files(name).joinpath("data.txt").read_text() == "data"


def test_what_is_found_can_be_read_without_importing_it(name: str) -> None:
    _after_import.call({name: lambda module: None})
    spec = importlib.util.find_spec(name)
    assert spec.loader.get_source(name).startswith("seen")
    assert name not in sys.modules


def test_an_error_fails_the_import(name: str) -> None:
    def fail(module: ModuleType) -> None:
        raise ImportError(f"{module.__name__} is not what it was")

    _after_import.call({name: fail})
    with pytest.raises(ImportError, match="watched is not what it was"):
        importlib.import_module(name)
    assert name not in sys.modules


def test_tools_that_hook_into_imports_too_are_asked(name: str) -> None:
    asked = []

    class Other:
        @staticmethod
        def find_spec(wanted: str, path: object = None, target: object = None) -> None:
            if wanted == name and wanted not in asked:
                asked.append(wanted)
                importlib.util.find_spec(wanted)  # as wrapt's does

    class Old:
        """A finder of Python 3.3."""

    sys.meta_path.insert(0, Other)
    sys.meta_path.insert(0, Old())
    called: list[ModuleType] = []
    _after_import.call({name: called.append})
    module = importlib.import_module(name)
    assert (asked, {*map(id, called)}) == ([name], {id(module)})
