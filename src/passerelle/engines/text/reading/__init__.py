"""Files that hold a text: plain, Markdown, HTML, DOCX and PDF, each read into one text with offsets.

Time and memory are bounded: what is too large is refused before it is unpacked. Nothing is raised but `ReadProblem`.
"""

from passerelle.engines.text.reading.files import LARGEST, LONGEST, read
from passerelle.engines.text.reading.model import Image, Read, ReadProblem

__all__ = ["LARGEST", "LONGEST", "Image", "Read", "ReadProblem", "read"]
