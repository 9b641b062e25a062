"""Texts made to keep a machine busy, given to every pattern, function and renderer that meets texts of strangers."""
