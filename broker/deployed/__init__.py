"""What deploy/ and docs/ tell of the service from outside, made from tables."""
