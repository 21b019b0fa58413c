"""Networks to the files of a model folder, in int8, and back.

What a newcomer would get wrong: weights are stored with one scale a column and seven bits
(`reduce_range`), since sums of eight-bit products overflow on processors without VNNI.
"""

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from extract.manifest import Labels
from training.network import Network, Relater, Shape

_OPSET = 17
_PRODUCT = re.compile(r"/(?:Gemm_)?MatMul.*$")


class _OneWindow(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.reader = network.reader

    def forward(self, ids: Tensor, case: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden, attention, tags = self.reader(ids[None], case[None])
        return hidden[0], attention[0], tags[0]


class _Shares(nn.Module):
    def __init__(self, relater: Relater) -> None:
        super().__init__()
        self.relater = relater

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        types, statuses = self.relater(*inputs)
        return types.sigmoid(), statuses


def write_networks(network: Network, folder: Path) -> None:
    """Write `reader.onnx` and `pairs.onnx` into a folder."""
    network.eval()
    ids = torch.arange(7) + 1000
    hidden, attention = torch.zeros(7, 384), torch.full((7, 7), 1 / 7)
    members, one = torch.full((2, 7), 1 / 7), torch.zeros(2, dtype=torch.long)
    piece, pair = {0: "t"}, {0: "p"}
    _write(
        _OneWindow(network),
        (ids, ids % 4),
        folder / "reader.onnx",
        {"ids": piece, "case": piece},
        {"hidden": piece, "attention": {0: "t", 1: "t"}, "tags": piece},
        ["MatMul", "Gather"],
    )
    _write(
        _Shares(network.relater),
        (hidden, attention, members, one, one, one + 1),
        folder / "pairs.onnx",
        {
            "hidden": piece,
            "attention": {0: "t", 1: "t"},
            "members": {0: "e", 1: "t"},
            "labels": {0: "e"},
            "first": pair,
            "second": pair,
        },
        {"types": pair, "statuses": pair},
        ["MatMul"],
    )


def _write(
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: dict[str, dict[int, str]],
    outputs: dict[str, dict[int, str]],
    quantised: list[str],
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole.onnx"
        torch.onnx.export(
            module,
            example,
            str(whole),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=inputs | outputs,
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            path,
            op_types_to_quantize=quantised,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


def copy_rest(source: Path, target: Path) -> None:
    """Copy what does not come out of training: labels, vocabulary, sentence splitter, ranker."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("labels.json", "tokenizer.json", "antecedents.onnx"):
        shutil.copy(source / name, target / name)
    shutil.copytree(source / "sentences", target / "sentences", dirs_exist_ok=True)


def read_networks(folder: Path, labels: Labels) -> Network:
    """Return the networks of a model folder, their weights as near as its int8 is to them.

    Raises:
        KeyError: The folder was not written by `write_networks`.
    """
    reader = _weights(folder / "reader.onnx")
    layers = sum(name.endswith("qkv.bias") for name in reader)
    inner = next(len(value) for name, value in reader.items() if name.endswith("0.up.bias"))
    shape = Shape(
        layers,
        inner,
        len(labels.tags),
        len(labels.labels),
        len(labels.types),
        len(labels.statuses),
    )
    network = Network(shape)
    found = reader | _weights(folder / "pairs.onnx")
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.copy_(torch.tensor(found[name]))
    return network


def _weights(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Return the weights of a file by the names that the networks have for them."""
    graph = onnx.load(path).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {name: value for name, value in arrays.items() if "." in name}
    for name in list(arrays):
        if name.endswith("_quantized"):
            stem = name.removesuffix("_quantized")
            whole = arrays[name].astype(np.float32) - arrays[f"{stem}_zero_point"]
            found[stem] = (whole * arrays[f"{stem}_scale"]).astype(np.float32)
    for node in graph.node:
        if node.op_type == "MatMulInteger":  # torch has the weights of a product turned
            module = _PRODUCT.sub("", node.name).strip("/").replace("/", ".")
            found[f"{module}.weight"] = found[node.input[1].removesuffix("_quantized")].T
    return found
