"""Whose work a project is."""

from passerelle.network.policies import COORDINATORS

# Whoever does the project's work; members of a committee, officials and the funder's officer look on.
WORKERS = (
    *COORDINATORS,
    "facilitator",
    "researcher",
    "caseworker",
    "social_worker",
)
