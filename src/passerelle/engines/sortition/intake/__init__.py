"""Quotas and pool as people have them: read, cleaned, every doubt reported row by row.

`cleaning` is the door; below it `reading` (bytes to rows), `wording` (what a name may mean), `quota_table`,
`quota_columns`, `quota_panels`, `pool_table`, `pool_columns` and `findings`.
"""
