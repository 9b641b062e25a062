"""The demo: the whole product on an invented community, loaded once and served on loopback."""
