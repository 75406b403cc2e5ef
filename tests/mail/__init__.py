"""Mail: its words, the ways it leaves, and what a dying worker leaves behind."""
