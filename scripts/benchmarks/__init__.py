"""What scripts/bench.py measures: a module for each subject, on top of hall, browser, clerk, asking and figures."""
