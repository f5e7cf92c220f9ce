"""What is looked for in a notice before it is published: each module looks for one family of findings."""
