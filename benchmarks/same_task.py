"""Maximin by our engine, and no more than the rival's file does: `PY benchmarks/same_task.py QUOTAS POOL SIZE`.

Both read the two tables, find a lottery over panels of people whose lowest chance is the highest, and print it.
Numbered panels, commitment, records and their verification, which `passerelle draw` adds, are left out here.
"""

import json
import sys
import time

import numpy as np

from passerelle.engines.sortition.chances.leximin import maximin
from passerelle.engines.sortition.draw import UNFIT
from passerelle.engines.sortition.feasibility.fit import Fitting
from passerelle.engines.sortition.intake.cleaning import File, read_inputs
from passerelle.engines.sortition.model import silent
from passerelle.engines.sortition.numbered.spread import spread
from passerelle.engines.sortition.problem import bar, problem

began = time.process_time()
quotas, pool, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(quotas, "rb") as first, open(pool, "rb") as second:
    inputs = read_inputs(File(quotas, first.read()), File(pool, second.read()), size=size)
everybody = problem(inputs.pool, inputs.targets, None)
rng = np.random.default_rng(1)
search = Fitting(everybody, rng)
search.cover(silent)
asked = bar(everybody, [t for t, _ in search.refute(silent)], UNFIT)
lottery = spread(asked, inputs.pool, maximin(asked, rng), rng)
chances = lottery.chances(len(inputs.pool)) / 10**12
drawn = chances[chances > 0]
print(
    json.dumps(
        {
            "lowest_chance": float(drawn.min()),
            "panels": len(lottery.panels),
            "computing_cpu_s": time.process_time() - began,
        }
    )
)
