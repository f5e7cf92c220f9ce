"""From raw cells and paragraphs to a proposed notice: what was found where, and what was not understood, said aloud."""
