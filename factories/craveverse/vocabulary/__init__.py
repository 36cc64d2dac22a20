"""CraveVerse's own words, by domain; each module's docstring is the table of what it holds."""
