"""Listens: the screens, the residents' pages, the desk. It reads a request, calls one function, answers."""
