"""What has happened to a message or a stay, as one timeline: plo trace, and the search of the console."""
