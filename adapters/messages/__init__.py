"""What the messages are, what they say, and what they are answered with: pure, from bytes to a judgement."""
