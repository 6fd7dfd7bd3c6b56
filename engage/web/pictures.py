"""Pictures of surveys, from our own address; browsers keep them, as a name never changes its picture."""

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engage.actions import pictures
from engage.office import Office
from engage.web.assets import FOR_A_YEAR

_NAME = re.compile(r"[0-9a-f]{32}-\d{1,4}x\d{1,4}\.(?:jpg|png)")


def routes(office: Office) -> list[Route]:
    """Return the address of a picture."""

    async def serve(request: Request) -> Response:
        name = request.path_params["file"]
        found = (
            await run_in_threadpool(pictures.typed_picture, office, name) if _NAME.fullmatch(name) else None
        )
        if found is None:
            return Response("Not found", 404, media_type="text/plain")
        media_type, content = found
        return Response(content, headers={"Cache-Control": FOR_A_YEAR}, media_type=media_type)

    return [Route("/pictures/{file}", serve)]
