"""Stories of CraveVerse, one a module."""
