"""True numbers with holes: nobody can tell whether a hidden number is 0 or at least the threshold, and a proof of it."""
