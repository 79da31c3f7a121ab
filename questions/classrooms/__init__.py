"""Classrooms: joining, assignments, what a class knows and what its questions are worth."""
