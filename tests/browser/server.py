"""The application in a process of its own, with a clock that the tests may move.

python -m tests.browser.server fill INSTANCE     the written sample into a new instance
python -m tests.browser.server empty INSTANCE    an instance that nobody has used yet
python -m tests.browser.server serve INSTANCE    says its port, then obeys moments on stdin;
                                                 PORT as a further word asks for a certain one
"""

import sys
from datetime import datetime
from pathlib import Path
from threading import Thread

import time_machine
from flask import Flask
from flask_migrate import upgrade
from werkzeug.serving import make_server

from app import create_app
from app.devtools.demo.load import load_sample
from app.kernel.transaction import transaction
from app.web.downloads import files_folder
from tests.browser.sites import START

# The browser's clock is the real one: a cookie must outlive the distance between the two.
SESSION_HOURS = 20 * 365 * 24


def _application(instance: Path) -> Flask:
    return create_app(
        {
            "INSTANCE": instance,
            "DATABASE_URL": f"sqlite:///{instance / 'nenep.sqlite'}",
            "SAMPLE_DATA": True,
            "SESSION_HOURS": SESSION_HOURS,
        }
    )


def empty(instance: Path) -> Flask:
    app = _application(instance)
    with app.app_context():
        upgrade()
    return app


def fill(instance: Path) -> None:
    with empty(instance).app_context(), transaction():
        load_sample(files_folder())


def serve(instance: Path, port: str = "0") -> None:
    with time_machine.travel(START, tick=True) as clock:
        server = make_server("127.0.0.1", int(port), _application(instance), threaded=True)
        Thread(target=server.serve_forever, daemon=True).start()
        print(server.port, flush=True)
        for moment in sys.stdin:
            clock.move_to(datetime.fromisoformat(moment.strip()))
            print("moved", flush=True)


if __name__ == "__main__":
    {"fill": fill, "empty": empty, "serve": serve}[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
