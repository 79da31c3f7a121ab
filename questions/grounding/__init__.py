"""Sources: reading a text through its damage, finding a place in it, proving a citation."""
