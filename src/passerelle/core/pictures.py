"""Pictures made anew from their pixels, upright, so that nothing a camera wrote beside them survives.

Run as a program it is the child that `clean` starts: bytes on stdin, bytes on stdout. Decoders of pictures are the
most attacked code of any upload, so they run in a process of their own, without our keys, our environment and our
database, with a bound on memory, time and pixels. It imports nothing of ours for that reason.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

# A telephone of 2026 takes up to 50 million pixels; in memory that is 200 MB, four times that while it is turned.
MOST_PIXELS = 50_000_000
MOST_FRAMES = 500
SECONDS = 30
MEMORY = 1_500 * 1024 * 1024
QUALITY = 90  # of JPEG and WebP: no difference is seen, and the file stays about as large as the camera's
FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "GIF"}
DONE, BROKEN, TOO_LARGE = 0, 3, 4


class Unusable(Exception):
    """A picture that cannot be taken. `why` is "broken" or "large"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def clean(content: bytes) -> bytes:
    """The same picture without metadata, made in a process of its own. Raises Unusable.

    At most MOST_PIXELS over all frames, SECONDS of processor time, MEMORY bytes.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).resolve())],
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unusable("large") from None
    if done.returncode == DONE and done.stdout:
        return done.stdout
    raise Unusable("large" if done.returncode == TOO_LARGE else "broken")


def remade(content: bytes) -> bytes:
    """The same picture without metadata: no EXIF, place, thumbnail, XMP, comment, colour profile or trailing bytes.

    Upright by the orientation the camera wrote; colours of a profile are turned into sRGB. Moving GIFs and WebPs keep
    their frames, of a moving PNG the first one stays. Raises Unusable.
    """
    from PIL import GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    # Loaded by name: Pillow asks these four decoders and no other, whatever it could read besides.
    known = [
        one.format
        for one in (
            JpegImagePlugin.JpegImageFile,
            PngImagePlugin.PngImageFile,
            WebPImagePlugin.WebPImageFile,
            GifImagePlugin.GifImageFile,
        )
    ]
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=known) as source:
            frames = getattr(source, "n_frames", 1) if source.format in ("GIF", "WEBP") else 1
            if frames > MOST_FRAMES or frames * source.width * source.height > MOST_PIXELS:
                raise Unusable("large")
            return _moving(source, frames) if frames > 1 else _still(source)
    except Unusable:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise Unusable("large") from None
    # Whatever a decoder trips over (it has dozens of ways to say so), the picture is not usable.
    except Exception:
        raise Unusable("broken") from None


def _still(source: Image.Image) -> bytes:
    from PIL import ImageOps

    kind = FORMATS[str(source.format)]
    source.load()
    profile = source.info.get("icc_profile")
    upright = ImageOps.exif_transpose(source) or source
    picture = _bare(_in_srgb(upright, profile), kind)
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": QUALITY} if kind in ("JPEG", "WEBP") else {}
    picture.save(out, kind, **options)
    return out.getvalue()


def _moving(source: Image.Image, frames: int) -> bytes:
    kind = FORMATS[str(source.format)]
    pictures, times = [], []
    for number in range(frames):
        source.seek(number)
        source.load()
        times.append(int(source.info.get("duration") or 0))
        pictures.append(_bare(source.convert("RGBA"), "PNG"))
    options: dict[str, Any] = {"quality": QUALITY} if kind == "WEBP" else {"disposal": 2}
    if kind == "WEBP" or "loop" in source.info:
        options["loop"] = int(source.info.get("loop") or 0)
    out = io.BytesIO()
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:], duration=times, **options)
    return out.getvalue()


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as they are meant, without the profile that says so (it can hold a maker, a device, a text)."""
    from PIL import ImageCms

    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            turned = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture
        return turned or picture
    return picture


def _bare(picture: Image.Image, kind: str) -> Image.Image:
    """A new picture of the same pixels, in a mode its format can hold; nothing else of the old one comes along."""
    from PIL import Image

    held = {"JPEG": ("L", "RGB"), "WEBP": ("RGB", "RGBA")}.get(kind, ("1", "L", "LA", "RGB", "RGBA", "I;16"))
    seen_through = kind != "JPEG" and picture.has_transparency_data
    if picture.mode not in held or (seen_through and picture.mode not in ("LA", "RGBA")):
        picture = picture.convert("RGBA" if seen_through else "RGB")
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def _main() -> int:
    """The child: bounded before it reads a byte."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to a pipe only
    try:
        made = remade(sys.stdin.buffer.read())
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
    except Unusable as unusable:
        return TOO_LARGE if unusable.why == "large" else BROKEN
    except MemoryError:
        return TOO_LARGE
    return DONE


if __name__ == "__main__":
    os.nice(5)
    sys.exit(_main())
