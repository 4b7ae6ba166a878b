"""The least that Django can do, to hold the house's pages against."""
