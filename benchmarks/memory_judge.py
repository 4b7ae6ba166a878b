"""Run by a Python that has translate-toolkit: `memory_judge.py FORMAT FILE AGAIN SOURCE TARGET`.

Prints the pairs it reads as JSON and writes the file again as AGAIN.
"""

import json
import sys

from translate.__version__ import sver


def store_of(key, source, target):
    if key == "po":
        from translate.storage.po import pofile

        return pofile.parsefile
    if key == "tmx":
        from translate.storage.tmx import tmxfile

        return lambda file: _tmx(tmxfile, file, source, target)
    from translate.storage.xliff2 import Xliff2File

    return Xliff2File.parsefile


def _tmx(kind, file, source, target):
    with open(file, "rb") as raw:
        return kind(raw, sourcelanguage=source, targetlanguage=target)


def main():
    key, path, again, source, target = sys.argv[1:]
    store = store_of(key, source, target)(path)
    units = [unit for unit in store.units if not unit.isheader()]
    pairs = [[str(unit.source), str(unit.target or "")] for unit in units]
    with open(again, "wb") as out:
        store.serialize(out)
    print(json.dumps({"pairs": pairs, "version": sver}))


main()
