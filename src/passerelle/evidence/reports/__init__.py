"""Reports to funders: composed once as data, written as DOCX, PDF, XLSX and JSON that say the same numbers."""
