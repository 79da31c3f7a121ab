"""Authoring: making and changing the rows that teachers own."""
