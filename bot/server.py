"""The HTTP face: the web chat, `/health` and `/metrics`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

Sizes = Callable[[], Awaitable[Mapping[str, int]]]
Told = Callable[[], Awaitable[Mapping[str, object]]]
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def build_server(
    routes: Sequence[BaseRoute],
    sizes: Sizes,
    figures: Callable[[], bytes],
    version: str,
    told: Mapping[str, Told] | None = None,
) -> Starlette:
    """The application; `sizes` counts what waits, `figures` is the Prometheus text.

    `told`: what each platform says of itself.
    """

    async def health(_request: Request) -> Response:
        try:
            kept = dict(await sizes())
            platforms = {name: dict(await ask()) for name, ask in (told or {}).items()}
        except Exception as fault:  # noqa: BLE001 - whatever it is, the service is not well
            unwell = {"status": "unwell", "fault": type(fault).__name__, "version": version}
            return JSONResponse(unwell, status_code=503)
        well = {"status": "ok", "version": version, "kept": kept}
        return JSONResponse(well | {"channels": platforms} if platforms else well)

    async def metrics(_request: Request) -> Response:
        return Response(figures(), media_type=PROMETHEUS)

    async def missing(_request: Request, _fault: Exception) -> Response:
        words = "Không có trang này. Trang trò chuyện ở địa chỉ gốc: /"
        return PlainTextResponse(words, status_code=404)

    return Starlette(
        routes=[Route("/health", health), Route("/metrics", metrics), *routes],
        exception_handlers={404: missing},
    )
