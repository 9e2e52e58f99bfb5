"""The commands of `guichet` by subject; `main` hangs them on one command line."""
