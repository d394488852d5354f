#!/usr/bin/env python3
"""Fit trees with LightGBM: each job of a list, one after the other.

    fit.py JOBS.json

A job names its files, all little-endian: `tables`, each a file of f32 rows with the names of its
columns; `labels` and `weights`, f32, a value a row; `folds`, u8, a row's fold; `without`, the
folds to leave out; `params`, over the defaults below. It gets `trees`, where LightGBM's dump goes, and `scores`, where the raw scores of the rows
of the folds `predict` go (zeros elsewhere). Rows of weight zero are not learned from.

The same input gives the same output: one seed, and LightGBM in its deterministic mode.
"""

import json
import sys
from pathlib import Path

import lightgbm
import numpy

DEFAULTS = {
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


def load(tables):
    """The rows of some tables, side by side, and the names of their columns."""
    width = lambda table: len(table["names"])
    read = lambda table: numpy.memmap(table["file"], "<f4", "r").reshape(-1, width(table))
    names = [name for table in tables for name in table["names"]]
    return numpy.hstack([read(table) for table in tables]), names


def fit(job, rows, names):
    read = lambda name, kind: numpy.fromfile(job[name], dtype=kind)
    labels, weights, folds = read("labels", "<f4"), read("weights", "<f4"), read("folds", "u1")
    learned = ~numpy.isin(folds, job["without"]) & (weights > 0)
    params = DEFAULTS | job["params"]
    data = lightgbm.Dataset(
        rows[learned], label=labels[learned], weight=weights[learned], feature_name=names
    )
    booster = lightgbm.train(params, data)
    if job.get("trees"):
        Path(job["trees"]).write_text(json.dumps(booster.dump_model()))
    if job.get("gain"):
        gain = sorted(zip(booster.feature_importance("gain").tolist(), names), reverse=True)
        Path(job["gain"]).write_text("".join(f"{g:.0f}\t{n}\n" for g, n in gain))
    if job.get("scores"):
        chosen = numpy.isin(folds, job["predict"])
        some = booster.predict(rows[chosen], raw_score=True)
        scores = numpy.zeros((len(rows), *some.shape[1:]), dtype="<f4")
        scores[chosen] = some
        scores.tofile(job["scores"])


def main():
    loaded, kept = None, None
    for job in json.loads(Path(sys.argv[1]).read_text()):
        if job["tables"] != loaded:
            loaded, kept = job["tables"], load(job["tables"])
        fit(job, *kept)


main()
