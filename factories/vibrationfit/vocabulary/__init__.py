"""VibrationFit's own words, by domain."""
