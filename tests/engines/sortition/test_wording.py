"""Many cells are read as each of them is."""

from hypothesis import example, given
from hypothesis import strategies as st

from passerelle.engines.sortition.intake.wording import all_same, same, tidied, tidy

CELLS = st.lists(st.text("aB 7.0,-_+\t\0\u00a0é–", max_size=6) | st.text(max_size=4), max_size=5)


@given(CELLS)
@example(["7.0", "7.00", "-3,0", "1 - 2", "a", ""])
@example(["a", "a ", " b"])
@example(["a\0b", "c"])
@example([""])
def test_a_column_is_read_as_its_cells_are(column):
    assert list(tidied(column)) == [tidy(cell) for cell in column]
    assert all_same(column) == [same(cell) for cell in column]
