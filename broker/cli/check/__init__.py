"""plo check: the verdict on a message before it is sent, and its AppRec."""
