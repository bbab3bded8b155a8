"""The running service. Imports everything; nothing imports it."""
