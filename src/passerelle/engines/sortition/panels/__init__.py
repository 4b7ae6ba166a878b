"""Whole panels whose mixture gives the chances found.

`realisation` is the door; below it `face`, `pricing`, `repair`, `herding`, `master`; for very large pools `crowd`,
`sifting`, `balancing`.
"""
