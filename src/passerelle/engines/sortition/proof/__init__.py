"""The records of a draw and what verifies them.

`record` (with `certificate`), `commitment`, `schema`, `verification`, `uncovered`; `checker` (standard library only)
verifies the certificate; `page` with `page_texts` and `page_texts_sv_ar` is the record as one HTML file.
"""
