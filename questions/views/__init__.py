"""Doors for the browser, one module per screen."""
