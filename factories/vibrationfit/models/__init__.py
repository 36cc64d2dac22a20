"""VibrationFit."""
