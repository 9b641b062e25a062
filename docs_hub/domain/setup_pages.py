"""Which page tells how to set the code up, by what it and its file are called."""

BUILDING = ("contribut", "develop", "hacking")
SETTING_UP = ("set up", "set-up", "setup", "setting-up", "environment", "from-source", "first-contribution", "building")
FIRST = ("index", "readme", "contributing", "development", "developing", "hacking")


def setup_rank(path: str, title: str) -> int:
    """The more the better; 0 for a page that tells nothing of it."""
    name = f"{path} {title}".lower()
    stem = path.lower().rpartition("/")[2].partition(".")[0]
    if not any(word in name for word in BUILDING):
        return 0
    return 3 if any(word in name for word in SETTING_UP) else 2 if stem in FIRST else 1
