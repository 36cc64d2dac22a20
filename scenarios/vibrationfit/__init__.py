"""Stories of VibrationFit, one a module."""
