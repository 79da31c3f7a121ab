"""Running a session: start, grading, answer, summary."""
