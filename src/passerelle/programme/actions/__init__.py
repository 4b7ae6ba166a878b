"""Every change of the programme."""

from passerelle.programme.actions.series import (
    add_series,
    bring_back_series,
    change_series,
    put_away_series,
)

__all__ = ["add_series", "bring_back_series", "change_series", "put_away_series"]
