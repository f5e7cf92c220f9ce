"""Rendering behind glass: Markdown is turned into HTML by a child process that is stopped when it takes too long.

Python-Markdown needs seconds for a few kilobytes of `[`, and holds the interpreter's lock meanwhile; the board must not.
"""

from dataclasses import asdict, dataclass

from kiosk.documents.child import Answers, Child, answer_lines
from kiosk.documents.safe_html import (
    BLOCK_LIMIT,
    BODY_LIMIT,
    DEPTH_LIMIT,
    BadMarkdown,
    Picture,
    line_of_excess,
    line_of_long_block,
    render,
)
from kiosk.errors import Problem, Refused

CPU_SECONDS = 0.8
"""For one body. Counted in the child's own time, so that a busy machine refuses no honest notice."""
MEMORY_BYTES = 1024 * 1024 * 1024


def check_length(body: str) -> None:
    """Raises Refused for a body that no notice can have."""
    if len(body) > BODY_LIMIT:
        raise Refused("markdown.too_long", limit=BODY_LIMIT, length=len(body))


@dataclass
class Renderer(Child):
    """Renders bodies one after the other."""

    module: str = "kiosk.documents.rendering"

    def html(self, body: str, pictures: dict[str, Picture] | None = None) -> str:
        """Raises Refused with the line in the body where it can be told."""
        check_length(body)
        long = line_of_long_block(body)
        if long is not None:
            raise Refused.because([Problem("markdown.block_too_long", {"limit": BLOCK_LIMIT}, line=long)])
        deep = line_of_excess(body)
        if deep is not None:
            raise Refused.because([Problem("markdown.too_deep", {"limit": DEPTH_LIMIT}, line=deep)])
        question = {"body": body, "pictures": {name: asdict(each) for name, each in (pictures or {}).items()}}
        answer = self.ask(question)
        if answer is None:
            raise Refused("markdown.too_complicated")
        if "html" in answer:
            return answer["html"]
        raise Refused.because([Problem(answer["code"], answer["facts"], line=_line_of(answer["excerpt"], answer["within"], body))])


def _line_of(excerpt: str, within: str, body: str) -> int:
    if not excerpt:
        return 0
    at = body.find(excerpt, max(0, body.find(within)))
    return 0 if at < 0 else body.count("\n", 0, at) + 1


def _answer(question: Answers) -> Answers:
    pictures = {name: Picture(**each) for name, each in question["pictures"].items()}
    try:
        return {"html": render(question["body"], pictures)}
    except BadMarkdown as wrong:
        return {"code": wrong.code, "facts": wrong.facts, "excerpt": wrong.excerpt, "within": wrong.within}


if __name__ == "__main__":
    answer_lines(_answer, CPU_SECONDS, MEMORY_BYTES)
