"""Comparing text a learner typed, in English, Russian and Kazakh; knows nothing of the quiz."""
