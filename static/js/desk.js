// What the teacher's desk adds to HTMX; every page works without it.
