"""Remembers. SQLite through sqlite-utils; the only SQL there is."""
