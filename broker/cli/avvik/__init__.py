"""plo avvik and plo rules: what was found, why, and what is done with it."""
