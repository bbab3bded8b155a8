"""Contracts: what others may read of ours. Imports nothing of ours."""
