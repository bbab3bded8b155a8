"""The demo: sample traffic through the whole service, and a table of what comes of it."""
