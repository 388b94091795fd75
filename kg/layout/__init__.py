"""Plain text in, its blocks (title, body, caption, skipped) and what it says of itself out; on the documents floor."""
