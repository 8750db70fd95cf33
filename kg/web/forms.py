"""Files of a form (multipart/form-data), read from a body that is there."""

from collections.abc import AsyncGenerator

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from kg.web.problems import Problem

KIND = "multipart/form-data"
_MOST_FILES = 1000


async def files(content_type: str, body: bytes) -> list[tuple[str, str, bytes]]:
    """Give media type, name and bytes of each file of a form.

    Raises Problem 400 where the form is broken, has no file, or has fields that are none.
    """
    headers = Headers({"content-type": content_type})
    parser = MultiPartParser(headers, _whole(body), max_files=_MOST_FILES, max_fields=_MOST_FILES)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise Problem(400, "the form cannot be read: it is not multipart/form-data as it says") from error
    try:
        parts = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        if not parts or len(parts) < len(form.multi_items()):
            raise Problem(400, "each part of the form must be a file, with a filename")
        return [(part.content_type or "", part.filename or "", await part.read()) for part in parts]
    finally:
        await form.close()


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
