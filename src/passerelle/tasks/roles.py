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

# Whoever receives people where they come together, and so may know who they are. Not who studies the project, nor who
# keeps somebody's case: they would learn who goes where without needing it (decision 0044).
HOSTS = (*COORDINATORS, "facilitator")
