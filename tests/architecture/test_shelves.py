"""What a shelf promises and import contracts cannot see."""

from tests.architecture.sources import APP, FOUNDATIONS, calls_in, imports_of, on_shelves, short

BELOW_THE_ROUTES = ("service", "queries", "models", "document", "rules", "forms")
OUR_CLOCK = {"app.kernel.clock.now", "app.kernel.clock.today", "app.kernel.clock"}
ITS_HANDS = {"clock.now", "clock.today", "now", "today"}
OTHER_CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time"}


def test_only_the_transaction_commits():
    committing = {
        short(path)
        for path in APP.rglob("*.py")
        if any(call.endswith(".commit") for call in calls_in(path))
    }
    assert committing == {"app/kernel/transaction.py"}


def test_a_change_is_committed_from_the_edge_only():
    opening = [
        short(path)
        for path in on_shelves(*BELOW_THE_ROUTES)
        if "app.kernel.transaction.transaction" in imports_of(path)
    ]
    assert opening == [], "the route or the command opens the transaction"


def test_below_the_routes_time_is_handed_down():
    asking = [
        short(path)
        for path in on_shelves(*BELOW_THE_ROUTES)
        if OUR_CLOCK & set(imports_of(path)) and ITS_HANDS & calls_in(path)
    ]
    assert asking == [], "take `now` or `on` as an argument"


def test_only_the_clock_asks_what_time_it_is():
    asking = {short(path) for path in APP.rglob("*.py") if OTHER_CLOCKS & calls_in(path)}
    assert asking == {"app/kernel/clock.py"}


def test_only_the_settings_read_the_environment():
    reading = {
        short(path)
        for path in APP.rglob("*.py")
        if {"os.environ", "os.getenv"} & set(imports_of(path))
        or "os.environ" in (text := path.read_text("utf-8"))
        or "os.getenv" in text
    }
    assert reading == {"app/config.py"}


def test_a_room_keeps_its_routes_and_forms_to_itself():
    borrowed = [
        f"{short(path)} imports {name}"
        for path in APP.glob("*/**/*.py")
        for name in imports_of(path)
        if is_borrowed(name, borrower=path.relative_to(APP).parts[0])
    ]
    assert borrowed == []


def is_borrowed(name: str, *, borrower: str) -> bool:
    match name.split("."):
        case ["app", room, ("routes" | "forms"), *_]:
            return room != borrower and room not in FOUNDATIONS
    return False
