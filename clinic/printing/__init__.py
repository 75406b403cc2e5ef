"""Everything that leaves the building on paper; the only floor that knows WeasyPrint."""
