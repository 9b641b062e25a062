"""How another screen has people connect GitHub in its own frame: what it leaves in their session."""

NEXT = "github_connection_next"
"""The address to which they come back."""
FRAME = "github_connection_frame"
"""The template around the forms; it has a block `connecting`."""
