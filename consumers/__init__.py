"""What follows from messages. Imports adapters and schemas."""
