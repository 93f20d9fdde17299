"""What a declaration, and a server, say of a plan."""
