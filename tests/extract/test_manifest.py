import subprocess
import sys

from extract.manifest import DEFAULT_FOLDER, Labels, Manifest, extractor_version
from graph.ontology import RELATION_TYPES, Label, Status


def test_labels_are_those_of_the_ontology() -> None:
    labels = Labels.load(DEFAULT_FOLDER)

    assert set(labels.labels) == set(Label)
    assert set(labels.types) == set(RELATION_TYPES)
    assert set(labels.statuses) == set(Status)


def test_the_version_is_that_of_the_manifest() -> None:
    manifest = Manifest.load()

    assert manifest.version in extractor_version()
    assert manifest.rule == f"{manifest.name}/{manifest.version}"


def test_the_version_is_told_without_loading_the_model() -> None:
    code = (
        "import sys; from extract.manifest import extractor_version; extractor_version();"
        "sys.exit(any(name in sys.modules for name in ('spacy', 'onnxruntime', 'tokenizers')))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
