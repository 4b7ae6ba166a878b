"""Cells hidden by pytauargus, by a Python that has it: `PY benchmarks/disclosure_rival.py FILE.csv TABLES` prints JSON.

TABLES is JSON, a list of lists of columns. Counts under five are unsafe, the optimal method hides what it needs besides,
table by table. pytauargus is EUPL-1.2: it is neither imported nor shipped by the product, and this file is only ever a
process of its own.
"""

import csv
import json
import sys
import tempfile
import time
from importlib.metadata import version

from pytauargus import protect

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
tables = json.loads(sys.argv[2])
columns = {name: [row[name] for row in rows] for name in sorted({name for table in tables for name in table})}
columns["n"] = [float(row["n"]) for row in rows]
began = time.process_time()
with tempfile.TemporaryDirectory() as folder:
    done = protect(
        columns, tables, response="n", safety_rules="FREQ(5,30)", suppress="OPT(1,30)", workdir=folder
    )
    found = [
        [
            {name: row[name] for name in table if row[name] != "Total"},
            None if status in ("U", "M") else int(row["n"]),
        ]
        for table, one in zip(tables, done.tables, strict=True)
        for row, status in zip(one.rows, one.status(), strict=True)
    ]
json.dump(
    {"version": version("pytauargus"), "cells": found, "computing_cpu_s": time.process_time() - began},
    sys.stdout,
)
