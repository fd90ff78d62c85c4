"""`helpwell live`: the stream of live updates, by uvicorn in one process."""

import uvicorn

from helpwell.service import ports
from helpwell.service.environment import Environment

GOODBYE_SECONDS = 2


def run(environment: Environment) -> None:
    """Stream live updates until SIGTERM."""
    ports.require_port(environment.host, environment.live_port, "HELPWELL_LIVE_PORT")
    uvicorn.run(
        "config.asgi:live",
        host=environment.host,
        port=environment.live_port,
        log_level="warning",
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
