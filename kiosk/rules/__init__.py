"""Decides. Pure: the standard library and each other; no clock, no database, no request."""
