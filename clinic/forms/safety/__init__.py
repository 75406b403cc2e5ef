"""Who may come to harm, who hears of it, and by when."""
