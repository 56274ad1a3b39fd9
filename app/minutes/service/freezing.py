"""A document as it is stored for good."""

import json

from app.documents.model import Document
from app.documents.serialise import to_json


def stored(document: Document) -> dict[str, object]:
    plain: dict[str, object] = json.loads(to_json(document))
    return plain
