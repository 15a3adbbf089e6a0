"""An answer in each form that a channel shows: pure functions."""
