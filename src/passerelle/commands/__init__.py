"""Commands that need no network: files in, an engine, files out."""

import gc
import os

# The engines multiply many small matrices. With more threads the sum of CPU time triples and nothing ends sooner; NumPy
# reads this once, when it is first imported, and an engine must not change its surroundings.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Tables of a hundred thousand rows are many small objects and no cycles: looking for those costs a third of the reading.
gc.set_threshold(100_000, 50, 50)
