"""What the citizen and the service say to each other: pure conversations, no I/O at all."""
