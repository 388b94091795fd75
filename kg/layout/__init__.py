"""Plain text in, its blocks and what it says of itself out; the floor is that of documents."""
