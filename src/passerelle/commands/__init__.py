"""Commands that need no network: files in, an engine, files out."""

import os

# The engines multiply many small matrices. With more threads the sum of CPU time triples and nothing ends sooner; NumPy
# reads this once, when it is first imported, and an engine must not change its surroundings.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
