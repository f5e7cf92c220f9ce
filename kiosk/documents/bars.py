"""A bar as SVG, as long as its share: it has no letters, no script, no style and no address, so that letters of any size stand
beside it, and the page's own style sheet dresses it."""


def bar(amount: int, largest: int, kind: str) -> str:
    """`kind` names what it stands for: `this` is drawn full, `last` hollow, `year-ago` dashed. Nothing is drawn of nothing."""
    if amount <= 0:
        return ""
    share = max(amount * 1000 // largest, 5)
    return (
        f'<svg class="bar bar-{kind}" aria-hidden="true" focusable="false">'
        f'<rect x="0" y="0" width="{share // 10}.{share % 10}%" height="100%"/></svg>'
    )
