"""Files that leave the house: always as attachments, so that no browser runs what is in them."""

from io import BytesIO

from flask import Response, send_file


def attachment(data: bytes, *, name: str, media_type: str) -> Response:
    """Send `data` to be saved under `name` (RFC 6266; non-ASCII names as RFC 5987 says)."""
    response = send_file(
        BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name, etag=False
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
