"""Work with dead letters, for the command line and the console: find, look, run again, edit, discard, export.

Who does it and why is always an argument, and always kept.
"""
