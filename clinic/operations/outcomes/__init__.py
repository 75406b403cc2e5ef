"""What became of scores: change, effects, evaluations, reports."""
