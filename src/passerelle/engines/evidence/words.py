"""What the columns of attendance sheets are called, in the languages of the interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def _of(text: str) -> list[str]:
    return text.split("|")


WORDS: Mapping[str, Sequence[str]] = {
    "event": _of(
        "gathering|event|gathering name|event name|event title|title of the event|name of the event|"
        "event code|session|meeting|activity|rencontre|événement|évènement|réunion|séance|activité|intitulé|"
        "incontro|evento|riunione|seduta|attività|träff|evenemang|möte|sammankomst|aktivitet|اللقاء|لقاء|"
        "الفعالية|فعالية|الحدث|حدث|الاجتماع|النشاط|اسم اللقاء|اسم الفعالية|nom de l'événement|"
        "nom de la rencontre|nome dell'incontro|nome dell'evento|träffens namn|evenemangets namn|"
        "veranstaltung|treffen"
    ),
    "kind": _of(
        "kind|type|type of event|event type|kind of event|category|genre|nature|type d'événement|catégorie|"
        "tipo|tipologia|tipo di evento|categoria|typ|slag|art|typ av träff|kategori|النوع|نوع|نوع الفعالية|"
        "نوع اللقاء"
    ),
    "city": _of(
        "city|town|municipality|place|venue|location|where|où|dove|var|località|localité|stadt|أين|الموقع|"
        "ville|commune|lieu|città|comune|luogo|stad|ort|kommun|plats|المدينة|مدينة|البلدة|المكان"
    ),
    "date": _of(
        "date|day|when|event date|date of the event|date of the gathering|data dell'incontro|data dell'evento|"
        "date de l'événement|datum för träffen|تاريخ اللقاء|تاريخ الفعالية|jour|quand|date de la rencontre|"
        "data|giorno|quando|datum|dag|när|التاريخ|تاريخ|اليوم|متى"
    ),
    "person": _of(
        "person|code|own code|person code|participant|participant code|code of the person|personne|"
        "code personnel|code du participant|code de la personne|propre code|persona|codice|codice personale|"
        "partecipante|codice del partecipante|codice della persona|kod|egen kod|personkod|deltagare|"
        "deltagarkod|deltagarens kod|الشخص|شخص|الرمز|رمز|المشارك|رمز المشارك|رمز الشخص|الرمز الشخصي|المعرف|"
        "pseudonym|participant id|person id|identifiant|pseudonyme|identificativo|pseudonimo|deltagar-id|"
        "person-id"
    ),
    "heads": _of(
        "heads|head count|headcount|number of heads|heads counted|têtes|nombre de têtes|têtes comptées|"
        "comptage|teste|numero di teste|teste contate|conteggio|huvuden|antal huvuden|räknade huvuden|räknade|"
        "الرؤوس|رؤوس|عدد الرؤوس|عدد الحاضرين|العدد|عدد|عدد الأشخاص|count|people counted|number of people|"
        "number of participants|counted|nombre|nombre de personnes|effectif|personnes comptées|"
        "numero di persone|persone contate|contati|antal|antal personer|antal deltagare|köpfe|anzahl"
    ),
    "mode": _of(
        "mode|format|attendance mode|way of taking part|présence|modo|partecipazione|sätt|طريقة المشاركة|"
        "online or on site|modalité|mode de participation|modalità|form|deltagandeform|طريقة الحضور|النمط|"
        "الصيغة"
    ),
    "country": _of("country|country code|pays|paese|land|البلد|بلد|الدولة"),
    "channel": _of("channel|how it came|canal|canale|kanal|القناة|قناة"),
    "correction": _of(
        "correction-of|correction of|correction|corrected row|corrects|correzione|rettifica di|rättelse|"
        "korrigerar|rectifie|correction à|korrektur von|تصحيح للسطر|يصحح السطر|corrects row|replaces|"
        "correction de|correction de la ligne|corrige|remplace|correzione di|correzione della riga|corregge|"
        "sostituisce|rättelse av|rättar|rättar rad|ersätter|تصحيح|تصحيح لـ|تصحيح السطر|يصحح|يحل محل"
    ),
    "entry": _of("entry|row|line|no.|entry number|ligne|numéro|riga|numero|rad|nummer|السطر|رقم السطر|الرقم"),
}

STATUS = _of(
    "status|state|registration status|statut|état|statut de l'inscription|stato|stato dell'iscrizione|"
    "läge|anmälans status|الحالة|حالة التسجيل"
)
"""What says in a sheet of registrations whether one still stands."""

CALLED_OFF = frozenset(
    _of(
        "cancelled|canceled|cancellation|withdrawn|withdrew|called off|declined|refused|rejected|annulé|"
        "annulée|annulation|désisté|désistée|retiré|retirée|refusé|refusée|annullato|annullata|cancellato|"
        "cancellata|ritirato|ritirata|rifiutato|rifiutata|disdetto|disdetta|avbokad|avbokat|avanmäld|"
        "avbokning|återkallad|återtagen|avböjd|inställd|ملغى|ملغاة|ملغي|ألغي|ألغيت|إلغاء|منسحب|منسحبة|مرفوض|"
        "مرفوضة"
    )
)

GATHERINGS = frozenset(_of("gathering|rencontre|incontro|träff|اللقاء|لقاء"))
EVENTS = frozenset(_of("event|événement|évènement|evento|evenemang|الفعالية|فعالية|الحدث|حدث"))
"""Where a sheet has a column of either kind, its gatherings are parts of events."""

TOTALS = frozenset(
    _of("total|totals|sum|all|totaux|somme|totale|totali|somma|summa|totalt|totaler|المجموع|الإجمالي|مجموع")
)
"""What stands in the place of a gathering's name in a line that adds up the others."""
