#!/usr/bin/env python3
"""Fit the trees with LightGBM on what `dechaff-train` wrote into a folder.

Reads pages.json, rows.f32, labels.f32, weights.f32 (and folds.json with --without-fold) and
writes trees.json, LightGBM's dump. The same input gives the same output: one seed, and LightGBM
in its deterministic mode.
"""

import argparse
import json
from pathlib import Path

import lightgbm
import numpy

PARAMS = {
    "objective": "cross_entropy",
    "num_iterations": 200,
    "learning_rate": 0.08,
    "num_leaves": 31,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "use_missing": False,
    "zero_as_missing": False,
    "verbosity": -1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--without-fold", type=int)
    parser.add_argument("--param", action="append", default=[])
    args = parser.parse_args()

    pages = json.loads((args.work / "pages.json").read_text())
    names = pages["names"]
    read = lambda name: numpy.fromfile(args.work / name, dtype="<f4")
    rows = read("rows.f32").reshape(-1, len(names))
    labels, weights = read("labels.f32"), read("weights.f32")
    if args.without_fold is not None:
        folds = numpy.array(json.loads((args.work / "folds.json").read_text()))
        chosen = numpy.repeat(folds, pages["blocks"]) != args.without_fold
        rows, labels, weights = rows[chosen], labels[chosen], weights[chosen]

    params = dict(PARAMS)
    for param in args.param:
        name, _, value = param.partition("=")
        params[name] = json.loads(value) if value[:1].isdigit() or value in ("true", "false") else value
    if params["objective"] == "binary":
        labels = (labels >= 0.5).astype("f4")
    data = lightgbm.Dataset(rows, label=labels, weight=weights, feature_name=names)
    booster = lightgbm.train(params, data)
    (args.work / "trees.json").write_text(json.dumps(booster.dump_model()))
    gain = sorted(zip(booster.feature_importance("gain").tolist(), names), reverse=True)
    (args.work / "gain.tsv").write_text("".join(f"{g:.0f}\t{n}\n" for g, n in gain))


main()
