"""Before the draw: is there a legal panel at all, whom does it leave out, what does each quota cost.

`diagnosis` (contradictory quotas) over `conflicts`, `relaxing`, `elastic`, `narrow`; `fit` (who fits no panel); `price`.
"""
