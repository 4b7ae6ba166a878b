"""What a project promised to do together with people: series of gatherings, answers to what is asked there, campaigns,
and processes in which people are asked."""

from passerelle.programme.models.campaigns import Campaign, CampaignGathering, Reach, Way
from passerelle.programme.models.processes import Process
from passerelle.programme.models.questions import Question
from passerelle.programme.models.series import Series

__all__ = ["Campaign", "CampaignGathering", "Process", "Question", "Reach", "Series", "Way"]
