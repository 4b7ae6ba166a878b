"""Numbers for Prometheus: requests counted in every web process, everything else read from the database.

Each web process writes its counts into a file of its own below PROMETHEUS_MULTIPROC_DIR (see `config.web`), and
whichever process is asked adds all files up: two processes with a count each would answer by turns. What the house
holds (jobs, letters, seals) is true for all processes at once and is read when somebody asks.
Source: prometheus-client, multiprocess mode; the exposition format 0.0.4.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from passerelle.core import health

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_own = CollectorRegistry()
REQUESTS = Counter(
    "passerelle_requests", "Requests answered, by name of the address.", ["name", "status"], registry=_own
)
LATENCY = Histogram(
    "passerelle_request_seconds", "Seconds until the answer.", ["name"], buckets=SECONDS, registry=_own
)


def count_request(name: str, status: int, seconds: float) -> None:
    """name: of the address, as `core.watch.name_of` gives it."""
    REQUESTS.labels(name, str(status)).inc()
    LATENCY.labels(name).observe(seconds)


class House:
    """What the rooms tell about themselves (`core.health`), as gauges."""

    def collect(self) -> Iterator[Metric]:
        """One gauge for each number of a reading, and one for the reading's state: 0 good, 1 wait, 2 bad."""
        state = GaugeMetricFamily(
            "passerelle_state", "0 good, 1 look at it, 2 something is wrong.", labels=["what"]
        )
        for reading in health.readings():
            state.add_metric([reading.key], ("good", "wait", "bad").index(reading.state))
            for name, value in reading.numbers.items():
                yield GaugeMetricFamily(f"passerelle_{name}", f"See the reading {reading.key}.", value=value)
        yield state


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    registry.register(House())
    text = generate_latest(registry)
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        text = generate_latest(_own) + text
    return text
