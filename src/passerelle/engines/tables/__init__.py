"""Tables as people really keep them: read from their bytes, their headers found, their cells understood."""
