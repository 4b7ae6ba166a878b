"""Everything that is kept elsewhere and brought back: backup and restore (this server's own form), export and import
(plain JSON lines that any server of the same version reads).

Neither holds a key. What is sealed stays sealed; whoever brings data back brings the newest keys first, and everybody
who has left since is erased once more before anything can be seen.
"""
