"""Uploads are taken into memory and never onto a disk unsealed; what is beyond the limit is not even kept there."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Keeps one byte more than is allowed, so that `files.store` sees that a file is too large; the rest is let go.

    A temporary file of Django's would lie on the disk unsealed, and could be of any size.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = settings.UPLOAD_LIMIT + 1 - self.taken.tell()
        if room > 0:
            self.taken.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.taken.seek(0)
        return InMemoryUploadedFile(
            file=self.taken,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=len(self.taken.getbuffer()),
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
