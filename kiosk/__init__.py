"""Kiosk: the public noticeboard of a village hall, on a TV, a phone and paper."""

__version__ = "0.1.0"
