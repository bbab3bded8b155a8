"""plo send, plo trace and plo kvitteringer: messages sent, followed and answered."""
