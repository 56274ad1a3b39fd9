"""The product and the bare view, each behind gunicorn with two sync workers."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

ROOT = Path(__file__).parents[1]
WORKERS = 2
_PATIENCE = 60


@contextmanager
def served(target: str, **environment: str) -> Iterator[int]:
    """The port of gunicorn serving `target` as `make run` does, until the block ends."""
    port = _free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--no-control-socket"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
            *("--log-level", "error", target),
        ],
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + _PATIENCE
    while monotonic() < until and server.poll() is None:
        try:
            urlopen(address, timeout=_PATIENCE).close()
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} does not answer")


def signed_in_cookie(port: int, username: str, password: str) -> str:
    """What a browser would send after signing in through the page."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    address = f"http://127.0.0.1:{port}/sign-in"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', _read(browser.open(address)))
    assert token is not None
    answers = {"csrf_token": token[1], "username": username, "password": password}
    landed = browser.open(address, urlencode(answers).encode())
    if landed.url.endswith("/sign-in"):
        raise RuntimeError("the bench could not sign in")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _read(answer: object) -> str:
    text: str = answer.read().decode()  # type: ignore[attr-defined]
    return text
