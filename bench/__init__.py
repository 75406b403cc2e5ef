"""Figures that the documents name, measured on the machine at hand."""
