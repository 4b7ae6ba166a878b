"""The roles of a project, in the words of the field."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    LEAD_COORDINATOR = "lead_coordinator", _("Lead coordinator")
    LOCAL_COORDINATOR = "local_coordinator", _("Local coordinator")
    FACILITATOR = "facilitator", _("Facilitator")
    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    RESEARCHER = "researcher", _("Researcher")
    CASEWORKER = "caseworker", _("Caseworker")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    OFFICIAL = "official", _("Official")
    FUNDER_OFFICER = "funder_officer", _("Funder’s officer")


PROJECT_ROLES = [role for role in Role if role is not Role.ADMINISTRATOR]
