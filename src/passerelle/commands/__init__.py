"""Commands that need no network: files in, an engine, files out."""
