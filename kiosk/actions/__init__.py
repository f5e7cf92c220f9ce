"""One deed for one person is one transaction with its audit row."""
