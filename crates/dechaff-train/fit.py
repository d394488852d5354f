#!/usr/bin/env python3
"""Fit trees with LightGBM: each job of a list, one after the other.

    fit.py JOBS.json

A job names its files, all little-endian: `tables`, each a file of f32 rows with the names of its
columns; `columns`, the names to learn from (absent: all); `labels` and `weights`, f32, a value a
row; `folds`, u8, a row's fold; `without`, the folds to leave out; `params`, over the defaults
below. It gets `trees`, where LightGBM's dump goes, and `scores`, where the raw scores of the rows
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


def load(job):
    """The rows that a job learns from or predicts, its columns only."""
    parts, names = [], []
    for table in job["tables"]:
        rows = numpy.memmap(table["file"], dtype="<f4", mode="r").reshape(-1, len(table["names"]))
        wanted = job.get("columns") or table["names"]
        chosen = [at for at, name in enumerate(table["names"]) if name in wanted]
        parts.append(numpy.ascontiguousarray(rows[:, chosen]))
        names += [table["names"][at] for at in chosen]
    return numpy.hstack(parts), names


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
        key = (job["tables"], job.get("columns"))
        if key != loaded:
            loaded, kept = key, load(job)
        fit(job, *kept)


main()
