"""Ways in. Each carries bytes to the door, adapters.receive, and nothing else."""
