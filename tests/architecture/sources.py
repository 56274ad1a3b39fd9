"""What the tests about the code itself read: the files of the project, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
TEMPLATES = ROOT / "templates"

# The rooms that carry the others have files after their own need; every other room has shelves.
FOUNDATIONS = frozenset(
    {"access", "audit", "devtools", "documents", "files", "jobs", "kernel", "web"}
)


def rooms() -> list[str]:
    return sorted(path.parent.name for path in APP.glob("*/__init__.py"))


def features() -> list[str]:
    return [room for room in rooms() if room not in FOUNDATIONS]


def shelf_of(path: Path) -> str:
    """`routes` for both app/meetings/routes.py and app/meetings/routes/roll.py."""
    return path.relative_to(APP).with_suffix("").parts[1]


def on_shelves(*names: str) -> Iterator[Path]:
    """The files of these shelves; `web/forms.py` is glue for routes and stands on none."""
    files = (path for path in APP.glob("*/**/*.py") if shelf_of(path) in names)
    return (path for path in files if path != APP / "web" / "forms.py")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """Every imported name with its module: `app.kernel.clock.now`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls_in(path: Path) -> set[str]:
    """Every called name as it is written: `db.session.commit`."""
    return {ast.unparse(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)}


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
