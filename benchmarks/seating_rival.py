"""A seating by groupselect-lib: `PY benchmarks/seating_rival.py FOLDER JSON` prints its rounds as JSON."""

import json
import sys

import numpy as np

sys.path.insert(0, sys.argv[1])
from groupselect import FieldMode, allocate_numpy

asked = json.loads(sys.argv[2])
columns = zip(*asked["values"], strict=True)
coded = np.array([np.unique(column, return_inverse=True)[1] for column in columns]).T.astype(np.int64)
result = allocate_numpy(
    coded,
    {column: FieldMode.Diversify for column in range(coded.shape[1])},
    asked["seats"],
    manuals={int(row): table for row, table in asked["fixed"].items()},
    settings={"n_attempts": 100, "seed": asked["seed"]},
)
rounds = [[[int(row) for row in table] for table in tables] for tables in result.ensemble]
json.dump(rounds, sys.stdout)
