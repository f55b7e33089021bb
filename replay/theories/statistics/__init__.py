"""Scores of probability forecasts, agreement of ratings, exact tests of paired differences, weights of evidence.

Pure arithmetic on plain numbers: no dates, no theories, no chance. A measure that its data leave undefined (0/0) is
None; data that are wrong raise ValueError, which says what was seen and what is allowed.
"""
