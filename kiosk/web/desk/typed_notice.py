"""A notice as it comes with the editor's form."""

from flask import request

from kiosk.documents.typing import BODY, KEYS


def typed_in_form() -> dict[str, str]:
    """The fields as they stand in the form; several screens become one text, as in a file."""
    typed = {key: request.form.get(key, "") for key in KEYS if key != "screens"}
    typed["screens"] = "、".join(request.form.getlist("screens"))
    return typed | {BODY: request.form.get(BODY, "").replace("\r\n", "\n")}
