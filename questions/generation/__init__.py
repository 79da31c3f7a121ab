"""Facts become questions: drafts, stems, distractors, checks, publish."""
