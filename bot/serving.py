"""Running it: HTTP and the worker side by side, stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from importlib.metadata import version

import structlog
import uvicorn

from bot.app import House, open_house
from bot.server import build_server
from bot.settings import Settings

log = structlog.get_logger("troly")


async def serve(settings: Settings, ready: Callable[[int], None] | None = None) -> None:
    """Serve until stopped; `ready` is told the port once it listens. OSError: it is in use."""
    async with open_house(settings) as house:
        listening = _listening(settings.http_host, settings.http_port)
        server = _server(house)
        working = asyncio.create_task(house.work())
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        announcing = asyncio.create_task(_announce(server, ready))
        try:
            # whichever ends first ends the other: a bot that hears but does not think helps nobody
            await asyncio.wait({working, serving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            server.should_exit = True
            for task in (announcing, working):
                task.cancel()
            await asyncio.gather(announcing, working, serving, return_exceptions=True)
            await _end_streams(server)
        _raise_of(working)


def _listening(host: str, port: int) -> socket.socket:
    """Taken before serving: uvicorn itself would leave the process where it stands."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


async def work(settings: Settings) -> None:
    """Serve talks without HTTP, until cancelled."""
    async with open_house(settings) as house:
        log.info("working", topics=len(house.shelf.present().topics))
        await house.work()


def _server(house: House) -> uvicorn.Server:
    application = build_server(
        house.routes(),
        house.store.sizes,
        house.metrics.text,
        version("troly-dich-vu-cong"),
        house.told(),
    )
    return uvicorn.Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            proxy_headers=True,
        )
    )


async def _end_streams(server: uvicorn.Server) -> None:
    """Let every open stream give its connection back before the store is closed under it."""
    left = tuple(server.server_state.tasks)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


async def _announce(server: uvicorn.Server, ready: Callable[[int], None] | None) -> None:
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag alone
        await asyncio.sleep(0.02)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    log.info("serving", address=f"http://{host}:{port}")
    if ready:
        ready(port)


def _raise_of(task: Awaitable[None]) -> None:
    """A worker that fell takes the service down with its reason, to be started again."""
    if isinstance(task, asyncio.Task) and task.done() and not task.cancelled():
        with contextlib.suppress(asyncio.CancelledError):
            task.result()
