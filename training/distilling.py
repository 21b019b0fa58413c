"""A smaller network that learns to answer as a larger one does, as well as what is right.

It begins with some of the larger one's layers, and in each with the inner neurons that matter most
there; then it is trained on the same windows, half on the right answers and half on the larger
one's (Hinton et al., 2015, https://arxiv.org/abs/1503.02531; its vectors and where it looks too, as
TinyBERT, https://arxiv.org/abs/1909.10351). What a newcomer would get wrong: the vectors must stay
like the larger one's, since the ranker of antecedents was trained on those.
"""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from training.network import Layer, Network

_LEAST = 1e-9


def shrunk(
    network: Network, layers: Sequence[int], inner: int, windows: Sequence[tuple[Tensor, Tensor]]
) -> Network:
    """Return a network of some layers of another, each with `inner` of its inner neurons.

    Args:
        network: Stays as it is.
        layers: Numbers of those to keep, in order; the last one's attention is what claims see.
        inner: How many inner neurons to keep: those whose mean absolute output over `windows`,
            times the length of the weights that it goes through, is largest.
        windows: Numbers and cases of pieces, as `Reader` takes them.
    """
    weights = _use(network, windows)
    small = Network(replace(network.shape, layers=len(layers), inner=inner))
    small.relater.load_state_dict(network.relater.state_dict())
    with torch.no_grad():
        for name in ("word", "place", "norm", "case", "mix", "tags"):
            part = getattr(network.reader, name)
            getattr(small.reader, name).load_state_dict(part.state_dict())
        for target, number in zip(small.reader.layers, layers, strict=True):
            source = network.reader.layers[number]
            for name in ("qkv", "out", "norm1", "norm2"):
                getattr(target, name).load_state_dict(getattr(source, name).state_dict())
            kept = weights[number].topk(inner).indices.sort().values
            target.up.weight.copy_(source.up.weight[kept])
            target.up.bias.copy_(source.up.bias[kept])
            target.down.weight.copy_(source.down.weight[:, kept])
            target.down.bias.copy_(source.down.bias)
    return small


def _use(network: Network, windows: Sequence[tuple[Tensor, Tensor]]) -> list[Tensor]:
    """Return how much each inner neuron of each layer matters, a vector a layer."""
    layers: list[Layer] = list(network.reader.layers)
    sums = [torch.zeros(layer.down.weight.shape[1]) for layer in layers]
    hooks = [
        layer.down.register_forward_pre_hook(
            lambda _, inputs, number=number: sums[number].add_(inputs[0].abs().mean((0, 1)))
        )
        for number, layer in enumerate(layers)
    ]
    network.eval()
    with torch.no_grad():
        for ids, case in windows:
            network.reader(ids, case)
    for hook in hooks:
        hook.remove()
    return [
        total * layer.down.weight.norm(dim=0) for total, layer in zip(sums, layers, strict=True)
    ]


def unlike_reader(
    own: tuple[Tensor, Tensor, Tensor], shown: tuple[Tensor, Tensor, Tensor], mask: Tensor
) -> Tensor:
    """Return how far vectors, attention and tags of a reader are from those of another.

    Args:
        own: What the smaller one gives for some windows: vectors, attention, scores of tags.
        shown: What the larger one gives.
        mask: True where a window has a piece, a row a window.
    """
    hidden, attention, tags = (part[mask] for part in own)
    wanted, looks, outer = (part[mask] for part in shown)
    half = tags.shape[-1] // 2
    pairs = [(tags[:, :half], outer[:, :half]), (tags[:, half:], outer[:, half:])]
    told = sum(
        functional.kl_div(
            ours.log_softmax(-1), theirs.log_softmax(-1), reduction="batchmean", log_target=True
        )
        for ours, theirs in pairs
    )
    gaze = (looks * ((looks + _LEAST).log() - (attention + _LEAST).log())).sum(-1).mean()
    return told + gaze + functional.mse_loss(hidden, wanted)


def unlike_relater(types: Tensor, shown: Tensor, asked: Tensor) -> Tensor:
    """Return the sum over pairs of how far their scores of types are from another claim head's.

    Args:
        types: The smaller one's scores, a row a pair.
        shown: The larger one's.
        asked: 1 where the ontology allows a type for a pair.
    """
    wanted = shown.sigmoid()
    loss = functional.binary_cross_entropy_with_logits(types, wanted, reduction="none")
    return (loss * asked).sum()
