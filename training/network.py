"""The networks as torch has them: encoder, tags and claim head, as `extract` runs them.

A BERT of six layers (12 heads, width 384), tags from its vectors and from how pieces are written,
and a claim head that sees two entities and the words that both look at (localised context of
Zhou et al., 2021, https://arxiv.org/abs/2010.11304; grouped bilinear, 64 a group). What a newcomer
would get wrong: parameters are named and shaped as the files of a model folder want them, so that a
released model can be read back and trained further.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, GROUP, CASE = 384, 12, 64, 32
_EPSILON = 1e-12
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a network is.

    Attributes:
        layers: Of the encoder.
        inner: Neurons between the two halves of a layer's second part.
        tags: How many tags there are.
        labels: How many labels of entities.
        types: How many relation types.
        statuses: How many statuses.
        words: Pieces in the vocabulary.
        places: The longest window, in pieces.
    """

    layers: int
    inner: int
    tags: int
    labels: int
    types: int
    statuses: int
    words: int = 30522
    places: int = 512


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, inner: int, drop: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.up = nn.Linear(WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Return the next vectors, and how much each piece looks at each, a matrix a head."""
        count, length, _ = x.shape
        parts = self.qkv(x).view(count, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        scores = query @ key.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        looks = scores.softmax(-1)
        seen = (looks @ value).transpose(1, 2).reshape(count, length, WIDTH)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x))))), looks


class Reader(nn.Module):
    """Encoder and tags."""

    def __init__(self, shape: Shape, drop: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(shape.words, WIDTH)
        self.place = nn.Embedding(shape.places, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer(shape.inner, drop) for _ in range(shape.layers))
        self.case = nn.Embedding(4, CASE)
        self.mix = nn.Linear(WIDTH + CASE, WIDTH)
        self.tags = nn.Linear(WIDTH, 2 * shape.tags)
        self.drop = nn.Dropout(drop)

    def forward(
        self, ids: Tensor, case: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return vectors, attention of the last layer and scores of tags, for windows in rows."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.word(ids) + self.place(places)))
        looks = x
        for layer in self.layers:
            x, looks = layer(x, mask)
        mixed = functional.gelu(self.mix(self.drop(torch.cat([x, self.case(case)], -1))))
        return x, looks.mean(1), self.tags(mixed)


class Relater(nn.Module):
    """The claim head."""

    def __init__(self, shape: Shape, drop: float = 0.1) -> None:
        super().__init__()
        self.own = nn.Linear(WIDTH, 2 * WIDTH, bias=False)
        self.context = nn.Linear(WIDTH, 2 * WIDTH, bias=False)
        self.label = nn.Embedding(shape.labels, 2 * WIDTH)
        self.out = nn.Linear(WIDTH * GROUP, shape.types + shape.statuses)
        self.types = shape.types
        self.drop = nn.Dropout(drop)

    def forward(
        self,
        hidden: Tensor,
        attention: Tensor,
        members: Tensor,
        labels: Tensor,
        first: Tensor,
        second: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Return scores of types and of statuses, a row a pair of members of one window."""
        own = self.own(self.drop(members @ hidden)) + self.label(labels)
        looks = members @ attention
        both = looks[first] * looks[second]
        both = both / (both.sum(-1, keepdim=True) + _LEAST)
        context = self.context(self.drop(both @ hidden))
        source = torch.tanh(own[first, :WIDTH] + context[:, :WIDTH])
        target = torch.tanh(own[second, WIDTH:] + context[:, WIDTH:])
        groups = WIDTH // GROUP
        grid = source.view(-1, groups, GROUP, 1) * target.view(-1, groups, 1, GROUP)
        scores = self.out(grid.reshape(-1, WIDTH * GROUP))
        return scores[:, : self.types], scores[:, self.types :]


class Network(nn.Module):
    """Both together, as they are trained."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.reader = Reader(shape)
        self.relater = Relater(shape)


def from_bert(network: Network, weights: Mapping[str, Any]) -> None:
    """Give the encoder the weights of a BERT, by their names in its `model.safetensors`.

    Raises:
        KeyError: A weight is missing.
    """
    reader, get = network.reader, weights.__getitem__
    with torch.no_grad():
        reader.word.weight.copy_(
            get("embeddings.word_embeddings.weight")
            + get("embeddings.token_type_embeddings.weight")[0]
        )
        reader.place.weight.copy_(get("embeddings.position_embeddings.weight"))
        _copy(reader.norm, get, "embeddings.LayerNorm")
        for number, layer in enumerate(reader.layers):
            at = f"encoder.layer.{number}"
            parts = [f"{at}.attention.self.{name}" for name in ("query", "key", "value")]
            for kind in ("weight", "bias"):
                query, key, value = (get(f"{part}.{kind}") for part in parts)
                scaled = query * (WIDTH // HEADS) ** -0.5  # once here, instead of at every look
                getattr(layer.qkv, kind).copy_(torch.cat([scaled, key, value]))
            _copy(layer.out, get, f"{at}.attention.output.dense")
            _copy(layer.norm1, get, f"{at}.attention.output.LayerNorm")
            _copy(layer.up, get, f"{at}.intermediate.dense")
            _copy(layer.down, get, f"{at}.output.dense")
            _copy(layer.norm2, get, f"{at}.output.LayerNorm")


def _copy(module: Any, get: Any, name: str) -> None:
    module.weight.copy_(get(f"{name}.weight"))
    module.bias.copy_(get(f"{name}.bias"))
