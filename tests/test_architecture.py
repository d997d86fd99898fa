"""The import contract of docs/architecture.md: layers in one direction, no cycles."""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest

grimp = pytest.importorskip("grimp")

#: Top to bottom: a layer imports only those below it. Modules of one layer do not import each other.
LAYERS = (
    "pytest_plugin",
    "kept_session",
    "server",
    "cli",
    "_register",
    "page",
    "control",
    "snapshots",
    "rekognition",
    "outcomes",
    "gallery",
    "synthetic",
    "vision",
    "image_files",
    "service_model",
    "settings",
    ("_moto", "_after_import"),
)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    # An import for type checkers only is none when the program runs.
    return grimp.build_graph(
        "moto_rekognition", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def test_no_module_imports_itself_through_others(graph: grimp.ImportGraph) -> None:
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the modules


def test_layers_import_only_lower_layers(graph: grimp.ImportGraph) -> None:
    layers = [{layer} if isinstance(layer, str) else set(layer) for layer in LAYERS]
    violations = graph.find_illegal_dependencies_for_layers(layers, containers={"moto_rekognition"})
    assert [f"{each.importer} imports {each.imported}" for each in violations] == []


def test_every_part_of_the_package_has_a_layer(graph: grimp.ImportGraph) -> None:
    named = {name for layer in LAYERS for name in ([layer] if isinstance(layer, str) else layer)}
    assert {module.split(".")[1] for module in graph.find_children("moto_rekognition")} == named


@pytest.mark.parametrize("part", ["vision", "gallery", "synthetic", "image_files"])
def test_what_knows_pixels_or_vectors_knows_nothing_of_the_service(graph: grimp.ImportGraph, part: str) -> None:
    service = {"moto", "boto3", "botocore", "moto_rekognition.rekognition", "moto_rekognition.outcomes"}
    within = {f"moto_rekognition.{part}", *graph.find_descendants(f"moto_rekognition.{part}")}
    imported = {name for module in within for name in graph.find_modules_directly_imported_by(module)}
    assert not {".".join(name.split(".")[:2]) for name in imported} & service
