"""Calls functions right after modules are loaded. Imports nothing: every pytest run loads it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

Extend = Callable[[ModuleType], None]


def call(functions: Mapping[str, Extend]) -> None:
    """Call each function with the module of its name: at once if that is loaded, else right after it is loaded.

    A function can be called more than once, such as after `importlib.reload`. If it raises, the import fails.
    """
    if not any(isinstance(finder, _Finder) and finder.functions == functions for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder(functions))
    for name, function in functions.items():
        if (module := sys.modules.get(name)) is not None:
            function(module)


class _Finder:
    """Finds what the other finders find, with a loader that calls the function of the module."""

    def __init__(self, functions: Mapping[str, Extend]) -> None:
        self.functions = functions

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        function = self.functions.get(name)
        if function is None:
            return None
        for finder in [each for each in sys.meta_path if each is not self and hasattr(each, "find_spec")]:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = _Loader(spec.loader, function)  # type: ignore[assignment]
                return spec
        return None


class _Loader:
    """Another loader, and a function to call with the module that it has loaded."""

    def __init__(self, loader: Any, function: Extend) -> None:
        self._loader = loader
        self._function = function

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        module.__loader__ = module.__spec__.loader = self._loader  # the module shall see its own
        self._loader.exec_module(module)
        self._function(module)
