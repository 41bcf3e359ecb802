"""What a file is, is told by its content; what it is saved as, is safe."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.partnerships.files import File, MediaType, file_name, media_type

PDF = b"%PDF-1.7\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"", None),
        (b"MZ\x90\0", None),
        (b"PK\x03\x04", None),
        (b"<html>%PDF-1.7", None),
        (b"\x89PNG\n", None),
        (b"\xff\xd8", None),
    ],
)
def test_a_type_is_told_by_the_first_bytes(content: bytes, told: str | None) -> None:
    """What is not on the list has no type, whatever it is called."""
    assert media_type(content) == told


@pytest.mark.parametrize(
    ("name", "kind", "saved"),
    [
        ("Underskrift æøå.PDF", "application/pdf", "Underskrift æøå.PDF"),
        ("scan.jpeg", "image/jpeg", "scan.jpeg"),
        ("scan", "image/jpeg", "scan.jpg"),
        ("invoice.exe", "application/pdf", "invoice.exe.pdf"),
        ("../../etc/passwd", "image/png", "_.._etc_passwd.png"),
        ('a"; filename=b\\c', "application/pdf", "a__ filename_b_c.pdf"),
        ("fdp\u202eexe.pdf", "application/pdf", "fdp_exe.pdf"),
        ("...", "application/pdf", "aaaaaaaaaaaa.pdf"),
        (None, "image/png", "aaaaaaaaaaaa.png"),
    ],
)
def test_a_file_is_saved_under_a_safe_name(
    name: str | None, kind: MediaType, saved: str
) -> None:
    """No path, no quote, no hidden direction, and the ending of the content."""
    file = File(
        id=UUID(int=1),
        partnership_id=UUID(int=2),
        sha256="a" * 64,
        media_type=kind,
        size=1,
        name=name,
        uploaded_by="staff:carl",
        uploaded_at=datetime(2024, 1, 8, tzinfo=UTC),
    )

    assert file_name(file) == saved
