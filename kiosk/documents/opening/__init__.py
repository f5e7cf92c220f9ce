"""Opening whatever a clerk brings: workbooks, Word files, pages of the web, text, and what is pasted.

`open_file` and `open_pasted` tell what is in it, and what was not taken over; what it means is for others to find out.
"""

from kiosk.documents.opening.glass import open_file, open_pasted
from kiosk.documents.opening.opened import Opened, Sheet
from kiosk.rules.grids import Heading

__all__ = ["Heading", "Opened", "Sheet", "open_file", "open_pasted"]
