"""Work outside the request: asked for on a page, done by `flask --app wsgi jobs work`.

The table `job` is the truth; the queue only wakes the worker, and losing it loses nothing. Rooms
above say how a kind of work is done by handing a `kinds.Kind` to `queue.install`.
"""
