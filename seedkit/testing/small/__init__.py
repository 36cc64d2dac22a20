"""Small worlds: a story told with few rows, every choice made by hand; and a bench to load them on."""
