"""Measuring answers against questions with known evidence."""
