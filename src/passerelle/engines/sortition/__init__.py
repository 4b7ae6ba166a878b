"""Sortition: a draw in which everybody's chance is as equal as the quotas allow, with the proof of it.

Where what is, in the order of a draw (docs/engines/sortition.md has the mathematics, notebook.md beside it examples):

- the nouns: `model`, `problem` (people become types and rules), `solver` (the only file that knows HiGHS), `draw` (the
  whole way)
- files as people have them: `cleaning` over `reading`, `wording`, `quota_table`, `quota_panels`, `pool_table`, `findings`
- before the draw: `diagnosis` (contradictory quotas) over `conflicts`, `relaxing`, `elastic`, `narrow`; `fit` (who fits
  no panel); `price` (what a quota costs)
- chances: `leximin` over `relaxation` (chances of divided people), `totals`, `multipliers`, `proofs`, `separation`
  (cuts), `nearest` (when the search gives up)
- panels for these chances: `realisation` over `face`, `pricing`, `repair`, `herding`, `master`; for very large pools
  `crowd`, `sifting`, `balancing`
- people: `spread` (a lottery over people), `uniform` (the numbered panels) over `rounding`, `exchange`, `places`, `homes`
- proof: `record`, `commitment`, `schema`, `verification`, `uncovered`, `checker` (standard library only), `page`
  with `page_texts` and `page_texts_sv_ar`
- afterwards: `alternates`, `stand_in`, `dropout`, `replacement`
"""
