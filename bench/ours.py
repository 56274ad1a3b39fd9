"""The product as `wsgi.py` serves it, on an instance and static files of the bench's own."""

import os

from app import create_app

app = create_app({"INSTANCE": os.environ["BENCH_INSTANCE"]})
app.static_folder = os.environ["BENCH_STATIC"]
