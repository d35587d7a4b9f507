"""Tell somebody outside that the jobs run: a dead man's switch, for when nobody is left to tell."""

import logging
from datetime import timedelta

import requests

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
PATIENCE_SECONDS = 5


def ping(url: str, health: str) -> None:
    """Call an address while all jobs are on time; the address itself is a secret."""
    if health != "ok":
        logger.warning("not pinged, jobs=%s", health)
        return
    try:
        requests.get(url, timeout=PATIENCE_SECONDS, allow_redirects=False).raise_for_status()
    except requests.RequestException as error:
        logger.warning("ping failed, error=%s", type(error).__name__)
