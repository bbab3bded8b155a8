"""plo user, plo key and plo audit: who may do what, and who did it."""
