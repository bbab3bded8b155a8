"""The table of codes: every way in which something is refused, what it means and what to do about it."""
