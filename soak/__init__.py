"""Long trials of a whole installation, each a package of its own: `python -m soak [trial]`."""
