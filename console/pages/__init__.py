"""The pages of the console: HTML that works without a script, by keyboard, on a small phone, in three languages."""
