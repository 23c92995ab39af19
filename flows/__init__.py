"""Guided dialogues: questions that lead to an outcome."""
