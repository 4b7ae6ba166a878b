"""Documents of every kind of block, in five scripts."""

from __future__ import annotations

from datetime import UTC, datetime

from passerelle.engines.documents import (
    Document,
    Facts,
    Funder,
    Heading,
    Item,
    List,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Picture,
    Quote,
    Run,
    Table,
)

MADE = datetime(2026, 11, 22, tzinfo=UTC)
SAID = {
    "en": "Six towns invite their residents to decide together what becomes of quays and harbours.",
    "uk": "Шість міст запрошують мешканців разом вирішити, що буде з набережними та портами.",
    "el": "Έξι πόλεις καλούν τους κατοίκους τους να αποφασίσουν μαζί.",
    "ar": "ست مدن تدعو سكانها إلى أن يقرّروا معا مصير الأرصفة والموانئ (2026).",
    "ti": "ሽዱሽተ ከተማታት ንነበርተን ብሓባር ክውስኑ ይዕድማ።",
}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5"><path fill="#6b2564" d="M0 0h10v5H0z"/></svg>'
)


def everything(language: str = "en") -> Document:
    """One of each block, with foreign runs inside."""
    mixed = (
        Run("The town says "),
        Run("جيران على الماء", "ar"),
        Run(" and "),
        Run("together", strong=True),
        Run(", "),
        Run("always", emphasis=True),
        Run(": "),
        Run("the page", link="https://example.org/a"),
        Run(" ends here."),
    )
    return Document(
        title=SAID[language],
        language=language,
        made=MADE,
        kicker="Sheet",
        planks=6,
        short="SHEET",
        foot="SHEET",
        page="Page {page} of {pages}",
        blocks=(
            Facts((("Lead", (Run("Verein Brückenklang", "und"),)), ("Town", "Łódź"))),
            Note("To know first", (Paragraph("Some of it is in French."),)),
            Heading("Whole"),
            Paragraph(mixed, kind="lead"),
            *(Paragraph(words, code) for code, words in SAID.items()),
            List((Item("one"), Item("two", inside=(List((Item("deep"), Item(SAID["ar"], "ar"))),)))),
            List((Item("three"), Item("four")), numbered=True, start=3),
            Quote((Paragraph("A quotation."),)),
            *(
                Part((Heading("Partie", 2), Paragraph("Un texte.")), "fr", state, f"It is {state}", "Say so.")
                for state in ("reviewed", "machine", "outdated", "missing", "draft")
            ),
            Table(
                "Partners",
                ("Organisation", "Country"),
                (("Ödby stad", (Run("السويد", "ar"),)), ("Zonneveld", "België")),
            ),
            Picture(DRAWING, "A plum field", 30, "What is drawn"),
            Picture(DRAWING, "", 30),
            PageBreak(),
            Paragraph("The end.", kind="small"),
            Funder("Co-funded by the European Union", "Views are the authors’.", "CERV 12", "", "eu", "Flag"),
        ),
    )
