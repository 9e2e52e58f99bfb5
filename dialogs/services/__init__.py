"""The citizen's services, one coroutine per file; a country profile names those on its menu."""
