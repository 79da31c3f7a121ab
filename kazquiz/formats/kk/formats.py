"""Kazakh writes numbers as Russian does."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
