"""How equal chances can be, and the proof of it.

`leximin` is the door; below it `relaxation` (chances of divided people), `totals`, `multipliers`, `proofs`, `separation`
(cuts) and `nearest` (when the search gives up).
"""
