"""When to ask again: memory, rating, queue, review."""
