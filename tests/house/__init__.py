"""Rules of the house, checked on its own source. Each check is first shown a fault it must find."""
