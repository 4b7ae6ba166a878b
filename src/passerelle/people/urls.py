"""Addresses of people, accounts and sign-in."""

urlpatterns: list = []
