"""A ledger of rounded counts: each period is rounded once with a secret key, and whatever is published is a sum of it."""
