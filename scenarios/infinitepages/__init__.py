"""Stories of Infinite Pages, one a module."""
