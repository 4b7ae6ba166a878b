"""Signing in with an organisation's own accounts (OpenID Connect)."""

from __future__ import annotations

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class Issuer(DefaultSocialAccountAdapter):
    pass
