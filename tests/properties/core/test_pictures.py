"""Whatever a camera or a program wrote beside the points of a picture, none of it is in the picture that is kept."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from passerelle.core import pictures

MARK = b"59.3293-18.0686-Amina"
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
TURNED = {2, 3, 4, 5, 6, 7, 8}


def jpeg_segments(content: bytes) -> Iterator[int]:
    """The markers of a JPEG (ITU-T T.81, annex B). Fails on bytes after its end."""
    assert content[:2] == b"\xff\xd8"
    at = 2
    while True:
        assert content[at] == 0xFF
        marker = content[at + 1]
        yield marker
        if marker == 0xD9:
            assert at + 2 == len(content), "bytes after the end"
            return
        at += 2 + struct.unpack("!H", content[at + 2 : at + 4])[0]
        if marker == 0xDA:  # the points themselves: until a marker that is no restart
            while content[at] != 0xFF or content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
                at += 1


def png_chunks(content: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(content):
        length, kind = struct.unpack("!I4s", content[at : at + 8])
        yield kind
        at += 12 + length
        if kind == b"IEND":
            assert at == len(content), "bytes after the end"


def webp_chunks(content: bytes) -> Iterator[bytes]:
    assert struct.unpack("<I", content[4:8])[0] + 8 == len(content)
    at = 12
    while at < len(content):
        kind, length = struct.unpack("<4sI", content[at : at + 8])
        yield kind
        at += 8 + length + length % 2


def gif_extensions(content: bytes) -> Iterator[bytes]:
    """Extensions of a GIF (GIF89a specification): label and, of an application's, its name."""
    at = 13 + (3 * 2 ** ((content[10] & 7) + 1) if content[10] & 0x80 else 0)
    while content[at] != 0x3B:
        if content[at] == 0x21:
            label = content[at + 1]
            yield bytes([label]) + (content[at + 3 : at + 14] if label == 0xFF else b"")
            at += 2
        else:
            flags = content[at + 9]
            at += 10 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0) + 1
        while content[at]:
            at += content[at] + 1
        at += 1
    assert at + 1 == len(content), "bytes after the end"


def holds_nothing_but_points(content: bytes, kind: str) -> None:
    if kind == "JPEG":
        # start, JFIF's own header, tables, frame, scan, end
        assert set(jpeg_segments(content)) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD, 0xD9}
    elif kind == "PNG":
        assert set(png_chunks(content)) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
    elif kind == "WEBP":
        assert set(webp_chunks(content)) <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
    else:
        assert set(gif_extensions(content)) <= {b"\xf9", b"\xff" + b"NETSCAPE2.0"}


@st.composite
def photographs(draw: st.DrawFn) -> tuple[str, bytes, int, tuple[int, int]]:
    """(kind, bytes, orientation, size): a picture with every sort of note beside it that its format can hold."""
    kind = draw(st.sampled_from(KINDS))
    size = draw(st.tuples(st.integers(1, 40), st.integers(1, 40)))
    mode = draw(st.sampled_from(["L", "RGB", "RGBA", "P", "CMYK", "LA", "1"]))
    picture = Image.new("RGB", size, draw(st.tuples(*[st.integers(0, 255)] * 3))).convert(mode)
    if kind == "JPEG" and mode in ("RGBA", "P", "LA", "1"):
        picture = picture.convert("RGB")
    if kind != "JPEG" and mode == "CMYK":
        picture = picture.convert("RGB")
    turned = draw(st.integers(0, 8))
    note = MARK + draw(st.binary(max_size=30)).replace(b"\0", b"")
    exif = Image.Exif()
    exif[0x010F] = exif[0x9286] = note.decode("latin-1")
    if turned:
        exif[0x0112] = turned
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 19.0, 45.48), 29: MARK.decode()})
    more: dict[str, object] = {}
    if kind in ("JPEG", "PNG", "WEBP"):
        more["exif"] = exif
        if draw(st.booleans()) and picture.mode in ("RGB", "RGBA"):
            more["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        more["xmp"] = b"<x:xmpmeta>" + note + b"</x:xmpmeta>"
    if kind in ("JPEG", "GIF"):
        more["comment"] = note
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", note.decode("latin-1"))
        texts.add_itxt("Place", MARK.decode(), zip=draw(st.booleans()))
        texts.add(b"prVt", note)
        more |= {"pnginfo": texts, "dpi": (300, 300)}
    out = io.BytesIO()
    if kind == "WEBP" and picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGB")
    picture.save(out, kind, **more)
    return kind, out.getvalue() + draw(st.sampled_from([b"", MARK])), turned, size


@given(photographs())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_note_survives_and_every_picture_stands_upright(taken):
    kind, content, turned, (width, height) = taken
    assert MARK in content or kind == "GIF"
    kept = pictures.remade(content)
    assert MARK not in kept
    holds_nothing_but_points(kept, kind)
    shown = Image.open(io.BytesIO(kept))
    assert shown.format == kind
    sideways = kind != "GIF" and turned in (5, 6, 7, 8)
    assert shown.size == ((height, width) if sideways else (width, height))
    assert not shown.getexif()
    assert pictures.remade(kept), "what is kept can be taken again"


@given(st.binary(max_size=400), st.sampled_from(KINDS))
@settings(max_examples=60, deadline=None)
def test_torn_pictures_are_refused_and_never_kept_as_they_came(noise, kind):
    out = io.BytesIO()
    Image.new("RGB", (9, 9), (1, 2, 3)).save(out, kind)
    whole = out.getvalue()
    for torn in (whole[: len(whole) // 2] + noise, noise):
        try:
            kept = pictures.remade(torn)
        except pictures.Unusable:
            continue
        holds_nothing_but_points(kept, Image.open(io.BytesIO(kept)).format)


def test_points_stay_what_they_were_and_turn_the_right_way():
    picture = Image.new("RGB", (2, 1))
    picture.putpixel((0, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn it a quarter to the right
    out = io.BytesIO()
    picture.save(out, "PNG", exif=exif)
    kept = Image.open(io.BytesIO(pictures.remade(out.getvalue())))
    assert (kept.size, kept.getpixel((0, 0)), kept.getpixel((0, 1))) == ((1, 2), (255, 0, 0), (0, 0, 0))


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving_without_its_comment(kind):
    frames = [Image.new("RGB", (12, 8), (n * 60, 0, 0)) for n in range(4)]
    out = io.BytesIO()
    more = {"comment": MARK} if kind == "GIF" else {"exif": b"Exif\0\0" + MARK}
    frames[0].save(
        out, kind, save_all=True, append_images=frames[1:], duration=[50, 60, 70, 80], loop=0, **more
    )
    kept = pictures.remade(out.getvalue())
    assert MARK not in kept
    holds_nothing_but_points(kept, kind)
    assert Image.open(io.BytesIO(kept)).n_frames == 4


def test_a_small_file_that_unpacks_to_a_wall_is_refused_in_its_own_process():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(pictures.Unusable) as refused:
        pictures.clean(out.getvalue())
    assert refused.value.why == "large"


def test_the_process_that_decodes_knows_none_of_our_secrets(monkeypatch):
    seen = {}

    def run(words, **options):
        seen.update(options)
        raise pictures.subprocess.TimeoutExpired(words, 1)

    monkeypatch.setattr(pictures.subprocess, "run", run)
    with pytest.raises(pictures.Unusable):
        pictures.clean(b"x")
    assert seen["env"] == {}
