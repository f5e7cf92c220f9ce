"""What a notice lacks, or says in two ways that cannot both stand: fields, reasons, days, tables."""
