"""One module a file format: bytes or text in, `Document` out; on the documents floor."""
