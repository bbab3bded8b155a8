"""Synthetic patients and the messages about them: for the demo, the simulator and the tests."""
