"""One object at its API: read it, look it up, wait for it, steer it."""
