"""Evidence: what is counted of a project's work, by rules that keep people, attendances, heads and views apart."""
