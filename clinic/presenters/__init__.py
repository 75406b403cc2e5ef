"""Words and plain values for pages, charts and reports; of Flask they know its gettext alone."""
