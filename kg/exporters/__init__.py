"""One module a format: a store's quads or its network come in, the bytes of one file go out."""
