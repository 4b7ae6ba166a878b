"""The screens of people: signing in, one's account, one's own data, and the desk's contacts."""
