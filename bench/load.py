"""Ask one page again and again over a few connections, for a while.

    python -m bench.load PORT PATH COOKIE SECONDS CONNECTIONS

Its own process, and plain sockets: a client of Python's comfort would be slower than the
bare view it measures. Each request has its connection, as gunicorn's sync workers serve it.
Prints how many requests a second were answered with 200; anything else ends it with an error.
"""

import socket
import sys
from threading import Thread
from time import perf_counter

_CHUNK = 1 << 18


class _Asker(Thread):
    def __init__(self, address: tuple[str, int], request: bytes, until: float) -> None:
        super().__init__(daemon=True)
        self.address, self.request, self.until = address, request, until
        self.answered = 0
        self.odd = b""

    def run(self) -> None:
        while not self.odd and perf_counter() < self.until:
            answer = self._ask()
            if answer.startswith(b"HTTP/1.1 200 "):
                self.answered += 1
            else:
                self.odd = answer[:200] or b"no answer"

    def _ask(self) -> bytes:
        with socket.create_connection(self.address, timeout=30) as link:
            link.sendall(self.request)
            first = received = link.recv(_CHUNK)
            while received:
                received = link.recv(_CHUNK)
        return first


def main(port: str, path: str, cookie: str, duration: str, connections: str) -> None:
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Cookie: {cookie}\r\n\r\n"
    ).encode()
    began = perf_counter()
    until = began + float(duration)
    askers = [_Asker(("127.0.0.1", int(port)), request, until) for _ in range(int(connections))]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    odd = next((asker.odd for asker in askers if asker.odd), b"")
    if odd:
        sys.exit(f"{path}: {odd.decode(errors='replace')}")
    print(sum(asker.answered for asker in askers) / (perf_counter() - began))


if __name__ == "__main__":
    main(*sys.argv[1:])
