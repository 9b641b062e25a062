"""How much readers may write at once."""

LONGEST_REPORT = 2000
LONGEST_TITLE = 120
