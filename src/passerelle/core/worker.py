"""The worker process: both queues, stopped by a signal after the job in hand."""

from __future__ import annotations

import sys

from passerelle.core import logs
from passerelle.core.jobs import QUEUES, STALLED_AFTER


def main() -> int:
    """Run jobs until SIGINT or SIGTERM. Expects DJANGO_SETTINGS_MODULE to be set."""
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    sys.excepthook = logs.last_words
    # What a worker that was killed left behind is taken up again when its heartbeat has been silent long enough.
    with app.replace_connector(DjangoConnector().get_worker_connector()) as own:
        own.run_worker(
            queues=list(QUEUES),
            concurrency=2,
            fetch_job_polling_interval=1.0,
            update_heartbeat_interval=5.0,
            stalled_worker_timeout=float(STALLED_AFTER),
            shutdown_graceful_timeout=20.0,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
