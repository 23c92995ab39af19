"""Revisions of content and what staff learn from real questions."""
