"""`make bench`, or some parts of it: `.venv/bin/python -m bench documents pages`."""

import sys

from bench import book, documents, downloads, pages, pledges, saves, scores, search, writes

PARTS = {
    "documents": documents.run,
    "book": book.run,
    "pledges": pledges.run,
    "scores": scores.run,
    "downloads": downloads.run,
    "pages": pages.run,
    "search": search.run,
    "writes": writes.run,
    "saves": saves.run,
}


def main(wanted: list[str]) -> None:
    unknown = [part for part in wanted if part not in PARTS]
    if unknown:
        sys.exit(f"{', '.join(unknown)}? The parts are {', '.join(PARTS)}.")
    print("Ratios of medians, measured in turn in this one run; times of one machine mean nothing.")
    for part in wanted or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main(sys.argv[1:])
