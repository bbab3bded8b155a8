"""plo dlt: the stranded messages (dead letters), a file for each command, and what they work with."""
