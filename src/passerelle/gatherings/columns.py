"""The columns of a table of gatherings, by whatever name people give them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from passerelle.core.importables import Field
from passerelle.gatherings import cells
from passerelle.gatherings.models import Gathering
from passerelle.importing import kinds
from passerelle.network.importables.names import partner
from passerelle.tasks.importables import package

KINDS = {
    "transnational": "transnational|transnational meeting|transnational project meeting|tpm|international event|"
    "rencontre transnationale|événement transnational|réunion transnationale|evento transnazionale|"
    "incontro transnazionale|transnationellt möte|transnationellt evenemang|لقاء عابر للحدود|فعالية عابرة للحدود",
    "information": "info session|info-session|infosession|information meeting|réunion d'information|"
    "séance d'information|sessione informativa|incontro informativo|informationsmöte|informationsträff|جلسة إعلامية|"
    "جلسة تعريفية",
    "forum": "forum|forums|منتدى",
    "workshop": "workshops|atelier|ateliers|laboratorio|laboratori|verkstad|workshop|ورشة|ورشة عمل",
    "school": "workshop in a school|school|atelier scolaire|atelier à l'école|laboratorio scolastico|skolverkstad|"
    "skolworkshop|ورشة مدرسية",
    "fair": "fairs|market|foire|salon|fiera|mässa|marknad|معرض|سوق",
    "conference": "conferences|congress|conférence|colloque|conferenza|convegno|konferens|konferenz|مؤتمر",
    "webinar": "webinars|online seminar|webinaire|webinario|webbinarium|webbinar|ندوة عبر الإنترنت|ندوة إلكترونية",
    "committee": "committee|steering committee|steering group|advisory committee|comité|réunion du comité|"
    "comité de pilotage|comitato|riunione del comitato|kommittémöte|styrgruppsmöte|اجتماع اللجنة|لجنة",
    "course": "course|training|training session|lesson|cours|formation|session de formation|corso|formazione|lezione|"
    "kurs|kurstillfälle|utbildning|lektion|دورة|درس|تدريب",
    "visit": "visits|study visit|site visit|visite|visite d'étude|visita|visita di studio|besök|studiebesök|زيارة",
    "other": "other|autre|altro|annan|annat|أخرى",
}
MODES = {
    "on_site": "in person|in presence|onsite|face to face|f2f|physical|offline|présentiel|en présence|sur place|"
    "in presenza|dal vivo|på plats|fysiskt|vor ort|حضوري|حضوريا|في المكان",
    "online": "on line|virtual|remote|digital|en ligne|à distance|virtuel|distanciel|da remoto|virtuale|på nätet|"
    "digitalt|distans|عبر الإنترنت|عن بعد|افتراضي",
    "both": "hybrid|mixed|hybride|mixte|ibrido|misto|hybridmöte|båda|blandat|مختلط|هجين|كلاهما",
}
STATES = {
    "planned": "to come|scheduled|open|prévu|prévue|planifié|previsto|pianificato|planerad|planerat|مخطط|مقرر",
    "held": "done|took place|completed|past|a eu lieu|tenu|tenue|réalisé|svolto|realizzato|tenuto|genomförd|genomfört|"
    "hållen|klar|انعقد|تم|منجز",
    "cancelled": "canceled|annulé|annulée|annullato|cancellato|inställd|inställt|avbruten|ألغي|ملغى",
}
FIELDS = (
    Field(
        "title",
        gettext_lazy("Title"),
        kinds.line(200),
        "name|event|event title|event name|activity|gathering|what|titre|intitulé|événement|rencontre|nom|titolo|evento|"
        "incontro|titel|rubrik|evenemang|möte|träff|namn|العنوان|الفعالية|اللقاء|الحدث",
        required=True,
    ),
    Field(
        "kind",
        gettext_lazy("Kind"),
        kinds.words_or_code(lambda: list(Gathering.Kind.choices), KINDS),
        "type|type of event|event type|kind of event|category|nature|genre|type d'événement|tipo|tipologia|"
        "tipo di evento|typ|slag|art|النوع|نوع الفعالية",
        hint=gettext_lazy("Without it, it is another gathering."),
    ),
    Field(
        "starts",
        gettext_lazy("Begins"),
        cells.date_or_period,
        "date|dates|day|start|start date|from|begin|when|date de début|début|jour|du|quand|data|data di inizio|inizio|"
        "giorno|dal|quando|datum|startdatum|börjar|dag|från|när|التاريخ|تاريخ البدء|البداية|اليوم|متى|من",
        required=True,
        hint=gettext_lazy("A day, a month or a year, M14, or from when to when in one cell: 3–5 May 2027."),
    ),
    Field(
        "starts_time",
        gettext_lazy("Begins at"),
        cells.hours,
        "time|hour|start time|from time|heure|heure de début|horaire|ora|ora di inizio|orario|tid|klockan|starttid|kl|"
        "الساعة|وقت البدء|الوقت",
    ),
    Field(
        "ends",
        gettext_lazy("Ends"),
        cells.date_or_period,
        "end|end date|to|until|last day|date de fin|fin|au|data di fine|fine|al|slut|slutdatum|slutar|till|"
        "تاريخ الانتهاء|النهاية|إلى",
    ),
    Field(
        "ends_time",
        gettext_lazy("Ends at"),
        cells.hours,
        "end time|to time|until time|heure de fin|ora di fine|sluttid|وقت الانتهاء",
    ),
    Field(
        "zone",
        gettext_lazy("Time zone"),
        cells.zone,
        "timezone|tz|fuseau|fuseau horaire|fuso|fuso orario|tidszon|المنطقة الزمنية",
        hint=gettext_lazy("Left empty, the one of the place."),
    ),
    Field(
        "place",
        gettext_lazy("Place"),
        kinds.line(200),
        "venue|location|where|address|room|où|dove|var|أين|lieu|salle|adresse|luogo|sede|sala|indirizzo|plats|lokal|adress|المكان|القاعة",
    ),
    Field(
        "town",
        gettext_lazy("Town"),
        kinds.line(120),
        "city|municipality|ville|commune|città|comune|stad|ort|kommun|المدينة|البلدة",
    ),
    Field(
        "country",
        gettext_lazy("Country"),
        kinds.country,
        "country code|iso|pays|paese|land|البلد|الدولة",
    ),
    Field(
        "mode",
        gettext_lazy("On site or online"),
        kinds.words_or_code(lambda: list(Gathering.Mode.choices), MODES),
        "mode|format|online|in person or online|présentiel ou en ligne|in presenza o online|på plats eller digitalt|"
        "حضوري أو عبر الإنترنت|modality|modalité|modalità|formato|form|sätt|الطريقة|الشكل",
    ),
    Field(
        "host",
        gettext_lazy("Host"),
        partner(),
        "organiser|organizer|host organisation|hosting organisation|hosted by|who hosts|"
        "hosting partner|partner|responsible|hôte|organisateur|partenaire hôte|"
        "accueil|partenaire|ospite|organizzatore|ente ospitante|partner ospitante|värd|arrangör|värdpartner|المضيف|"
        "الجهة المنظمة|المنظم",
        hint=gettext_lazy("The name, acronym or code of a partner of the project."),
    ),
    Field(
        "package",
        gettext_lazy("Work package"),
        package,
        "wp|wp no|wp number|work package no|package|lot|lot de travail|pacchetto|pacchetto di lavoro|arbetspaket|"
        "حزمة العمل",
    ),
    Field(
        "languages",
        gettext_lazy("Languages"),
        kinds.languages,
        "language|spoken languages|working language|langues|langue|langue de travail|lingue|lingua|språk|arbetsspråk|"
        "اللغات|اللغة",
    ),
    Field(
        "places",
        gettext_lazy("Places"),
        kinds.number(1, 1_000_000, whole=True),
        "capacity|seats|max participants|number of places|capacité|nombre de places|posti|capienza|numero di posti|"
        "platser|antal platser|kapacitet|المقاعد|السعة|عدد الأماكن",
    ),
    Field(
        "state",
        pgettext_lazy("gathering", "State"),
        kinds.words_or_code(lambda: list(Gathering.State.choices), STATES),
        "status|état|statut|stato|läge|status|الحالة",
    ),
    Field(
        "reason",
        gettext_lazy("Reason"),
        kinds.line(300),
        "why cancelled|cancelled because|reason for cancellation|raison|motif|motivo|ragione|skäl|orsak|السبب",
        hint=gettext_lazy("Why it was cancelled."),
    ),
    Field(
        "code",
        gettext_lazy("Code"),
        kinds.line(12),
        "id|passerelle|kod|codice|الرمز",
        hint=gettext_lazy("The code of a gathering that is here already. Leave it empty for new ones."),
    ),
)
