"""Sortition: a draw in which everybody's chance is as equal as the quotas allow, with the proof of it.

Where what is, in the order of a draw (docs/engines/sortition.md has the mathematics, notebook.md beside it examples):

- `model`, `problem` (people become types and rules), `solver` (the only file that knows HiGHS), `draw` (the whole way)
- `intake`: files as people have them
- `feasibility`: before the draw
- `chances`: how equal they can be
- `panels`: whole panels for these chances
- `numbered`: people, and the panels of which digits pick one
- `proof`: records, the checker, the page
- `afterwards`: alternates and replacements
"""
