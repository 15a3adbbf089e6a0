"""Briefings: headed sections, each line with the words it rests on."""
