"""What a model folder says of itself, readable without loading any of the model.

Everything that depends on the training is in the folder; nothing of it is written in code. What a
newcomer would get wrong: raise `version` with every change of weights or thresholds, since a store
tells by it which documents an older model read.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field

from graph.model import Share, Value

DEFAULT_FOLDER = Path(__file__).parent / "models" / "claims_en"
_RULES = 2
"""Counts changes of the code that change what is read with the same weights."""


class Labels(Value):
    """The names behind the numbers that the networks give, in their order.

    Attributes:
        labels: Entity labels.
        tags: `O`, and begin and inside of every label, named or referring back.
        types: Relation types.
        statuses: Claim statuses.
    """

    labels: tuple[str, ...]
    tags: tuple[str, ...]
    types: tuple[str, ...]
    statuses: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `labels.json` of a model folder."""
        return cls.model_validate_json((folder / "labels.json").read_bytes())


class Manifest(Value):
    """`model.json` of a model folder.

    Attributes:
        name: Of the model; the `rule` of its claims starts with it.
        version: Of weights and thresholds.
        language: What it reads, as ISO 639-1.
        sentences_per_window: How many sentences are read at once, as in training.
        context_sentences: How many sentences before them are read along.
        max_window_tokens: The most word pieces in a window; a longer sentence is cut.
        antecedent_share: How sure the ranker must be of what a pronoun stands for.
        claim_share: How sure the claim head must be.
        claim_share_by_type: The same for single types, where it differs.
    """

    name: str
    version: str
    language: str
    sentences_per_window: Annotated[int, Field(ge=1)]
    context_sentences: Annotated[int, Field(ge=0, le=1)]
    max_window_tokens: Annotated[int, Field(ge=16, le=500)]
    antecedent_share: Share
    claim_share: Share
    claim_share_by_type: dict[str, Share] = Field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path = DEFAULT_FOLDER) -> Self:
        """Read `model.json` of a model folder."""
        return cls.model_validate_json((folder / "model.json").read_bytes())

    @property
    def rule(self) -> str:
        """What a claim of this model names as its maker."""
        return f"{self.name}/{self.version}"

    @property
    def extractor(self) -> str:
        """What a document names as its reader: changes with weights, thresholds and code."""
        return f"redstring {self.name}/{self.version}+{_RULES}"


@cache
def extractor_version() -> str:
    """Return what `Extractor.version` would be, without loading the model."""
    return Manifest.load().extractor
