"""What an erasure does, said before it is done: at the desk, and to the person themselves."""

from __future__ import annotations

from django.utils.translation import gettext as _

Notice = dict[str, list[str]]


def notice() -> Notice:
    """{"happens", "gone", "stays"}: sentences for whoever erases somebody else."""
    return {
        "happens": [
            _(
                "Name, address, phone and notes are deleted here, and every message that was written to the person."
            ),
            _("The account, if there is one, is closed and every session ends."),
            _(
                "The person’s key is destroyed. "
                "What older backups hold of them cannot be read again, except the address of an account, for thirty days."
            ),
        ],
        "gone": [
            _("Nobody can bring the person back, not even whoever keeps the server."),
            _("Take a copy of the data first, if the person wants one."),
        ],
        "stays": [
            _("A number without a name, so that lists and totals stay true."),
            _("The lines of consent, as proof, without a name."),
            _("Texts of the project that the person wrote, without their name."),
        ],
    }


def to_oneself() -> Notice:
    """The same for the person."""
    return {
        "happens": [
            _(
                "Your name, address, phone and notes are deleted here, and every message that was written to you."
            ),
            _("Your account, if you have one, is closed."),
            _(
                "Your key is destroyed. "
                "What older backups hold of you cannot be read again, except the address of an account, for thirty days."
            ),
        ],
        "gone": [
            _("Nobody can bring your data back, not even whoever keeps the server."),
            _("Take a copy first, if you want one."),
        ],
        "stays": [
            _("A number without your name, so that lists and totals stay true."),
            _("The lines of what you agreed to, as proof, without your name."),
            _("Texts of the project that you wrote, without your name."),
        ],
    }
