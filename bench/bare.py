"""The peer of every page: a Flask view that says one line."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> str:
    return "<!doctype html><title>Bare</title><p>Xin chào"
