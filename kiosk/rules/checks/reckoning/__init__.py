"""What the figures of a notice must come to: each module reckons one kind of sum, and tells the cells that differ."""
