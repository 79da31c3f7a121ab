"""Doors for teachers and curators."""
