"""Whole pages kept for readers who are not signed in.

A page is kept under the site's generation number; whatever changes what readers see moves the number on,
so that nothing stale is shown for longer than PAGE_CACHE_SECONDS even by another process.
"""
