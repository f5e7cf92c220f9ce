"""What comes in and goes out: Markdown with front matter, safe HTML, QR codes, data files of the product."""
