"""Maximin by sortition-algorithms, run by a Python that has it: `PY benchmarks/rival.py QUOTAS POOL SIZE` prints JSON.

That library is GPL-3: it is neither imported nor shipped by the product, and this file is only ever a process of its own.
"""

import csv
import json
import re
import sys
import time
from importlib.metadata import version

from sortition_algorithms import Settings, read_in_features, read_in_people
from sortition_algorithms.committee_generation import common, find_distribution_maximin

began = time.process_time()
quotas, pool, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(quotas, encoding="utf-8", newline="") as file:
    rows = [
        {"feature": row["category"], "value": row["feature"], "min": row["min"], "max": row["max"]}
        for row in csv.DictReader(file)
    ]
    features, *_ = read_in_features(list(rows[0]), rows, size)
with open(pool, encoding="utf-8", newline="") as file:
    reader = csv.DictReader(file)
    people, _ = read_in_people(
        ["id", *reader.fieldnames],
        [{"id": str(row), **person} for row, person in enumerate(reader)],
        features,
        Settings(id_column="id", columns_to_keep=[]),
    )
panels, weights, report = find_distribution_maximin(features, people, size, [])
chances = dict.fromkeys(people, 0.0)
for panel, weight in zip(panels, weights, strict=True):
    for person in panel:
        chances[person] += float(weight)
told = report.as_text()
json.dump(
    {
        "version": version("sortition-algorithms"),
        "highspy": version("highspy"),
        "tolerance": getattr(common, "EPS", None),
        "lowest_chance": min(chances.values()),  # from its panels and weights, not from what it says
        "said": re.findall(r"[^\n]*(?:axim|inim|ound)[^\n]*", told)[-3:],
        "panels": sum(float(weight) > 0 for weight in weights),
        "computing_cpu_s": time.process_time() - began,
        "weights_sum": sum(map(float, weights)),
    },
    sys.stdout,
)
