"""The fonts documents are set in, made from the packages they are published in.

    npm pack @fontsource/source-sans-3@5.3.1 @fontsource/alegreya-sans@5.3.0 @fontsource/vazirmatn@5.3.0 \\
        @fontsource/el-messiri@5.3.0 @fontsource/noto-sans-ethiopic@5.3.0
    python -m tools.fonts --packages FOLDER --out src/passerelle/engines/documents/fonts

Needs fonttools and brotli, which the product does not. The packages hold one file per face, weight and script;
here the scripts of one face become one font again, so that a line of French with a Polish name in it is one run.
Names are ours because "Source" is a reserved name under the OFL. Hints for low screens are left out.
"""

from __future__ import annotations

import argparse
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FEATURES = ("ccmp", "fina", "init", "kern", "liga", "locl", "mark", "medi", "mkmk", "rlig")
EUROPE = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek")


@dataclass(frozen=True)
class Face:
    """One font to make: its file, our name for it, the package, the scripts, the weight."""

    file: str
    family: str
    package: str
    scripts: tuple[str, ...]
    weight: int


FACES = (
    Face("text-400", "P Text", "source-sans-3", EUROPE, 400),
    Face("text-600", "P Text", "source-sans-3", EUROPE, 600),
    Face("head-800", "P Head", "alegreya-sans", EUROPE, 800),
    Face("text-arab-400", "P Text Arab", "vazirmatn", ("arabic",), 400),
    Face("text-arab-600", "P Text Arab", "vazirmatn", ("arabic",), 600),
    Face("head-arab-700", "P Head Arab", "el-messiri", ("arabic",), 700),
    Face("text-ethi-400", "P Text Ethi", "noto-sans-ethiopic", ("ethiopic",), 400),
    Face("text-ethi-700", "P Text Ethi", "noto-sans-ethiopic", ("ethiopic",), 700),
)


def main() -> int:
    """Make every face; 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, required=True, help="folder with the packages' .tgz files")
    parser.add_argument("--out", type=Path, required=True, help="folder for the fonts")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for face in FACES:
            made = make(face, args.packages, Path(folder), args.out)
            print(f"{made.name:22} {made.stat().st_size:8,} bytes")
    return 0


def make(face: Face, packages: Path, folder: Path, out: Path) -> Path:
    """Unpack the scripts of a face, join them, drop hints, name the result."""
    from fontTools.merge import Merger
    from fontTools.merge.options import Options as Joining
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    parts = [str(_plain(face, script, packages, folder)) for script in face.scripts]
    font = (
        Merger(options=Joining(drop_tables=["vmtx", "vhea"])).merge(parts)
        if len(parts) > 1
        else TTFont(parts[0])
    )
    options = Options(hinting=False, glyph_names=False, notdef_outline=True, name_IDs=[])
    # Alternates by context give one Arabic letter more shapes than its four; a checker of PDF rightly wonders.
    options.layout_features = ["*"] if face.scripts == EUROPE else list(FEATURES)
    options.drop_tables += ["vmtx", "vhea", "BASE", "STAT", "DSIG"]
    keeper = Subsetter(options)
    keeper.populate(unicodes=font.getBestCmap())
    keeper.subset(font)
    _name(font, face)
    font["head"].created = font["head"].modified = 0  # the same packages give the same bytes
    font.recalcTimestamp = False
    path = out / f"{face.file}.ttf"
    font.save(path)
    return path


def _plain(face: Face, script: str, packages: Path, folder: Path) -> Path:
    from fontTools.ttLib import TTFont

    name = f"{face.package}-{script}-{face.weight}-normal.woff2"
    (package,) = packages.glob(f"fontsource-{face.package}-[0-9]*.tgz")
    packed, path = folder / name, folder / f"{name}.ttf"
    with tarfile.open(package) as archive:
        found = archive.extractfile(f"package/files/{name}")
        if found is None:
            raise SystemExit(f"{package.name} has no {name}")
        packed.write_bytes(found.read())
    font = TTFont(packed)
    font.flavor = None
    font.save(path)
    return path


def _name(font: object, face: Face) -> None:
    style = {400: "Regular", 600: "SemiBold", 700: "Bold", 800: "ExtraBold"}[face.weight]
    names = font["name"]  # type: ignore[index]
    names.names = []
    told = {
        1: face.family if face.weight == 400 else f"{face.family} {style}",
        2: "Regular",
        3: f"Passerelle {face.file}",
        4: f"{face.family} {style}",
        6: f"{face.family.replace(' ', '')}-{style}",
        13: "SIL Open Font License 1.1, see OFL.txt",
        16: face.family,
        17: style,
    }
    for number, text in told.items():
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    raise SystemExit(main())
