"""The residents' light face: pages made on the server that need no script, and what machines read."""
