"""Whether this process runs, and whether it could store an answer now."""

import asyncio
import logging
import shutil

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engage.office import Office
from surveys.store.database import DatabaseError

LEAST_FREE_BYTES = 100 * 1024 * 1024
SECONDS_TO_ANSWER = 5.0
log = logging.getLogger(__name__)


def routes(office: Office) -> list[Route]:
    """Return ``/healthz`` (the process answers) and ``/readyz`` (answers can be stored)."""

    async def healthz(request: Request) -> Response:
        del request
        return JSONResponse({"status": "ok"})

    async def readyz(request: Request) -> Response:
        del request
        try:
            reasons = await asyncio.wait_for(run_in_threadpool(why_not_ready, office), SECONDS_TO_ANSWER)
        except TimeoutError:
            reasons = ["database_slow"]
        status = "ready" if not reasons else "not_ready"
        return JSONResponse({"status": status, "reasons": reasons}, 503 if reasons else 200)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def why_not_ready(office: Office) -> list[str]:
    """Return the codes of what stops answers from being stored; none when all is well."""
    reasons: list[str] = []
    try:
        office.db.probe()
    except DatabaseError as error:
        reasons.append(error.code)
    except Exception as error:
        log.error("the readiness probe failed: %s", type(error).__name__)
        reasons.append("database_unreachable")
    try:
        if shutil.disk_usage(office.settings.data).free < LEAST_FREE_BYTES:
            reasons.append("disk_nearly_full")
    except OSError:
        reasons.append("data_folder_missing")
    return reasons
