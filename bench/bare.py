"""The peer of every page: a Flask view that says one line, and a folder of static files."""

import os

from flask import Flask

app = Flask(__name__, static_folder=os.environ.get("BENCH_STATIC"), static_url_path="/static")


@app.get("/")
def index() -> str:
    return "<!doctype html><title>Bare</title><p>Xin chào"
