"""The rules: pure functions from what is known to what follows. Time and chance are passed in."""
