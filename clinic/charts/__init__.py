"""Plain values to SVG."""
