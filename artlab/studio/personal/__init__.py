"""Painters and writers of a student's own: what changed in the shipped models, and nothing else."""
