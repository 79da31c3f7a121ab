"""Files on their way in: bounded while they arrive, so that nobody fills the memory."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest

# A little over the bound the rest is read and dropped, so that the browser hears the answer.
_READ_TO_THE_END = 40 * 1024 * 1024


class BoundedUpload(MemoryFileUploadHandler):
    """Keeps one file of at most `limit` bytes in memory and stops at the first byte too many."""

    def __init__(self, request: HttpRequest, *, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.is_too_big = False
        self._files = 0
        self._declared = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Keep the file in memory whatever the settings say: it is bounded here."""
        self.activated = True
        self._declared = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Take the first file; there is to be no other."""
        self._files += 1
        if self._files > 1:
            self._stop()
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep the piece, or stop."""
        if start + len(raw_data) > self.limit:
            self._stop()
        return super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """The file that arrived whole."""
        return None if self.is_too_big else super().file_complete(file_size)

    def _stop(self) -> None:
        self.is_too_big = True
        raise StopUpload(connection_reset=self._declared > _READ_TO_THE_END)
