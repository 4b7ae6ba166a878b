"""What the page of a draw says, in five languages: whole sentences; a number follows a colon, so no plurals."""

from __future__ import annotations

from passerelle.engines.sortition.proof.page_texts_sv_ar import AR, SV

LANGUAGES = {"en": "English", "fr": "Français", "it": "Italiano", "sv": "Svenska", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})
SEPARATORS = {
    "en": (",", "."),
    "fr": ("\u202f", ","),
    "it": (".", ","),
    "sv": ("\u00a0", ","),
    "ar": (",", "."),
}
"""Of thousands and of decimals; everywhere the digits that are on the dice."""

EN = {
    "title": "Public record of a draw",
    "languages": "Language",
    "trial": "This is a trial. The number was chosen together with the panels, so nothing was promised "
    "beforehand.",
    "waiting": "No number has been picked yet. The panels below cannot change any more.",
    "picked": "Number picked: {digits}. Panel drawn: {panel}.",
    "to_panel": "See panel {panel} in the table",
    "drawn": "The panel that was drawn",
    "promise": "The promise",
    "promise_is": "These 64 signs stand for everything on this page except the number picked and the "
    "confirmations. They have to be public before a number is picked: note them. If anything is "
    "changed later, they no longer fit.",
    "checks": "The check",
    "checking": "This page checks itself in your browser. It sends nothing to anybody.",
    "no_script": "Your browser does not run the check. You can do it by hand; how is written further down.",
    "all_good": "Everything that this page can check is right.",
    "not_good": "Something is wrong with this record. Do not rely on it.",
    "trust": "Somebody who changes the record could change this page as well. So compare the promise with "
    "the one you noted, or use a checking program that you got from elsewhere.",
    "good": "Right",
    "bad": "Wrong",
    "check_commitment": "The promise fits the record.",
    "check_people": "No entry for a person stands twice.",
    "check_panels": "Every panel has the right size.",
    "check_codes": "No code stands twice.",
    "check_figures": "The chances fit together.",
    "check_table": "The printed table says the same as the record.",
    "check_pick": "The number picked leads to the panel that was drawn.",
    "check_confirmations": "The confirmations are about this record.",
    "you": "Find yourself",
    "key": "Your personal key",
    "key_help": "The 32 signs on your slip. Blanks and capital letters make no difference. The key stays on "
    "your device.",
    "find": "Find me",
    "key_wrong": "A key has 32 signs: the digits 0 to 9 and the letters a to f. Please compare with your slip.",
    "your_panels": "Panels with a code of yours: {panels} of {of}. Please compare with your slip.",
    "your_codes": "Your panels and your code on each",
    "too_few": "According to this record nobody stands in fewer panels than this: {fewest}. Please compare each "
    "sign of the key with your slip. If the key is right, tell the observers.",
    "you_drawn": "You are in the panel that was drawn.",
    "your_code": "Your code there: {code}",
    "you_not": "You are not in the panel that was drawn.",
    "you_wait": "No number has been picked yet.",
    "answers": "Check what was noted about you",
    "answers_help": "Write what you stated when you signed up. The page tells you whether exactly this was sealed "
    "for you.",
    "compare": "Compare",
    "match": "This is exactly what was sealed for you.",
    "mismatch": "This is not sealed in the record. Try another spelling first, then ask the organisers.",
    "figures": "The chances",
    "leximin": "The lowest chance was made as high as the rules allow, then the next lowest, and so on.",
    "maximin": "The lowest chance was made as high as the rules allow.",
    "size": "Seats",
    "people": "People in the draw",
    "lowest": "Lowest chance of anybody",
    "bound": "Highest value that the lowest chance can have under these rules",
    "fewest": "Fewest panels that anybody stands in",
    "loss": "Largest difference between a computed chance and the share of panels",
    "household": "People from one household, at most",
    "excluded": "People who could not be drawn",
    "fits no panel": "With the rules for this group, no panel can contain them",
    "quotas": "The rules for the group",
    "category": "Cate\u00adgory",
    "feature": "Feature",
    "least": "At least",
    "most": "At most",
    "panel_of": "Panel",
    "confirmations": "Who has confirmed the full record",
    "confirmed": "These people say that they were given the full record with all details, and that the check "
    "found no fault. A name here is no signature: ask the person.",
    "nobody": "Nobody so far.",
    "by_hand": "How to check by hand",
    "hand_1": "Compare the 64 signs of the promise with those you noted before the number was picked.",
    "hand_2": "Look up the number picked in the table below: the codes in that row are the panel that was "
    "drawn.",
    "hand_2_first": "Take only the first digits of the number picked, {digits} of them, and look them up in the "
    "table below: the codes in that row are the panel that was drawn.",
    "hand_3": "Look for the panel that was drawn among the numbers on your slip. If it is there, you were "
    "drawn. In the table below, each number on your slip has the code that your slip gives beside it.",
    "tools": "To compute the promise again with two common programs:",
    "scrutineers": "Fingerprint of the full record, which only the observers see",
    "panels": "All panels",
    "panels_help": "Everybody has another code on every panel, so that comparing panels tells nothing about people. "
    "Your own codes are on your slip, and your key finds them.",
    "number": "Number",
    "codes": "Codes",
}
FR = {
    "title": "Procès-verbal public d’un tirage au sort",
    "languages": "Langue",
    "trial": "Ceci est un essai. Le numéro a été choisi en même temps que les groupes\u00a0: rien n’a été "
    "promis d’avance.",
    "waiting": "Aucun numéro n’a encore été tiré. Les groupes ci-dessous ne peuvent plus changer.",
    "picked": "Numéro tiré\u00a0: {digits}. Groupe désigné\u00a0: {panel}.",
    "to_panel": "Voir le groupe {panel} dans le tableau",
    "drawn": "Le groupe tiré au sort",
    "promise": "La promesse",
    "promise_is": "Ces 64 signes représentent tout ce que contient cette page, sauf le numéro tiré et les "
    "confirmations. Ils doivent être publics avant qu’un numéro soit tiré\u00a0: notez-les. Si l’on "
    "modifie quoi que ce soit plus tard, ils ne correspondent plus.",
    "checks": "La vérification",
    "checking": "Cette page se vérifie elle-même dans votre navigateur. Elle n’envoie rien à personne.",
    "no_script": "Votre navigateur n’exécute pas la vérification. Vous pouvez la faire à la main\u00a0: c’est "
    "expliqué plus bas.",
    "all_good": "Tout ce que cette page peut vérifier est exact.",
    "not_good": "Il y a une erreur dans ce procès-verbal. Ne vous y fiez pas.",
    "trust": "Quelqu’un qui modifie le procès-verbal pourrait aussi modifier cette page. Comparez donc la "
    "promesse avec celle que vous avez notée, ou utilisez un programme de vérification obtenu "
    "ailleurs.",
    "good": "Exact",
    "bad": "Faux",
    "check_commitment": "La promesse correspond au procès-verbal.",
    "check_people": "Aucune inscription d’une personne ne figure deux fois.",
    "check_panels": "Chaque groupe a la bonne taille.",
    "check_codes": "Aucun code ne figure deux fois.",
    "check_figures": "Les chances vont ensemble.",
    "check_table": "Le tableau imprimé dit la même chose que le procès-verbal.",
    "check_pick": "Le numéro tiré mène au groupe désigné.",
    "check_confirmations": "Les confirmations concernent ce procès-verbal.",
    "you": "Retrouvez-vous",
    "key": "Votre clé personnelle",
    "key_help": "Les 32 signes de votre billet. Les espaces et les majuscules ne comptent pas. La clé reste "
    "sur votre appareil.",
    "find": "Me trouver",
    "key_wrong": "Une clé a 32 signes\u00a0: les chiffres de 0 à 9 et les lettres de a à f. Veuillez comparer avec "
    "votre billet.",
    "your_panels": "Groupes avec un code à vous\u00a0: {panels} sur {of}. Veuillez comparer avec votre billet.",
    "your_codes": "Vos groupes, et votre code dans chacun",
    "too_few": "Selon ce procès-verbal, personne ne figure dans moins de groupes que ce nombre\u00a0: {fewest}. "
    "Veuillez comparer chaque signe de la clé avec votre billet. Si la clé est exacte, avertissez "
    "les observateurs.",
    "you_drawn": "Vous êtes dans le groupe tiré au sort.",
    "your_code": "Votre code dans ce groupe\u00a0: {code}",
    "you_not": "Vous n’êtes pas dans le groupe tiré au sort.",
    "you_wait": "Aucun numéro n’a encore été tiré.",
    "answers": "Vérifiez ce qui a été noté sur vous",
    "answers_help": "Écrivez ce que vous avez indiqué à l’inscription. La page vous dit si c’est exactement cela "
    "qui a été scellé.",
    "compare": "Comparer",
    "match": "C’est exactement ce qui a été scellé pour vous.",
    "mismatch": "Ce n’est pas scellé dans ce procès-verbal. Essayez d’abord une autre orthographe, puis demandez "
    "aux organisateurs.",
    "figures": "Les chances",
    "leximin": "La plus petite chance a été rendue aussi grande que les règles le permettent, puis la "
    "suivante, et ainsi de suite.",
    "maximin": "La plus petite chance a été rendue aussi grande que les règles le permettent.",
    "size": "Places",
    "people": "Personnes participant au tirage",
    "lowest": "Plus petite chance d’une personne",
    "bound": "Valeur la plus haute que cette chance peut atteindre avec ces règles",
    "fewest": "Plus petit nombre de groupes où figure une personne",
    "loss": "Plus grand écart entre une chance calculée et la part des groupes",
    "household": "Personnes d’un même foyer, au plus",
    "excluded": "Personnes qui ne pouvaient pas être tirées au sort",
    "fits no panel": "Avec les règles fixées, aucun groupe ne peut les contenir",
    "quotas": "Les règles pour le groupe",
    "category": "Caté\u00adgorie",
    "feature": "Carac\u00adté\u00adris\u00adtique",
    "least": "Au moins",
    "most": "Au plus",
    "panel_of": "Groupe",
    "confirmations": "Qui a confirmé le procès-verbal complet",
    "confirmed": "Ces personnes déclarent avoir reçu le procès-verbal complet avec tous les détails, et que la "
    "vérification n’a trouvé aucune erreur. Un nom n’est pas une signature\u00a0: demandez à la "
    "personne.",
    "nobody": "Personne jusqu’ici.",
    "by_hand": "Comment vérifier à la main",
    "hand_1": "Comparez les 64 signes de la promesse avec ceux que vous avez notés avant que le numéro soit "
    "tiré.",
    "hand_2": "Cherchez le numéro tiré dans le tableau ci-dessous\u00a0: les codes de cette ligne forment le "
    "groupe tiré au sort.",
    "hand_2_first": "Prenez seulement les premiers chiffres du numéro tiré (leur nombre\u00a0: {digits}) et "
    "cherchez-les dans le tableau ci-dessous\u00a0: les codes de cette ligne forment le groupe tiré au "
    "sort.",
    "hand_3": "Cherchez le groupe désigné parmi les numéros de votre billet. S’il y figure, vous faites "
    "partie du groupe. Dans le tableau ci-dessous, chaque numéro de votre billet a le code que votre "
    "billet indique à côté.",
    "tools": "Pour recalculer la promesse avec deux programmes courants\u00a0:",
    "scrutineers": "Empreinte du procès-verbal complet, que seuls les observateurs voient",
    "panels": "Tous les groupes",
    "panels_help": "Chaque personne a un autre code dans chaque groupe\u00a0: comparer les groupes n’apprend donc "
    "rien sur les personnes. Vos codes figurent sur votre billet, et votre clé les retrouve.",
    "number": "Numéro",
    "codes": "Codes",
}
IT = {
    "title": "Verbale pubblico di un sorteggio",
    "languages": "Lingua",
    "trial": "Questa è una prova. Il numero è stato scelto insieme ai gruppi: nulla era stato promesso "
    "prima.",
    "waiting": "Nessun numero è stato ancora estratto. I gruppi qui sotto non possono più cambiare.",
    "picked": "Numero estratto: {digits}. Gruppo sorteggiato: {panel}.",
    "to_panel": "Vedi il gruppo {panel} nella tabella",
    "drawn": "Il gruppo sorteggiato",
    "promise": "La promessa",
    "promise_is": "Questi 64 segni rappresentano tutto ciò che sta in questa pagina, tranne il numero estratto "
    "e le conferme. Devono essere pubblici prima che un numero sia estratto: annotali. Se più "
    "tardi si cambia qualcosa, non corrispondono più.",
    "checks": "Il controllo",
    "checking": "Questa pagina si controlla da sola nel tuo browser. Non invia niente a nessuno.",
    "no_script": "Il tuo browser non esegue il controllo. Puoi farlo a mano: più sotto è spiegato come.",
    "all_good": "Tutto ciò che questa pagina può controllare è giusto.",
    "not_good": "In questo verbale c’è un errore. Non fidarti di questo verbale.",
    "trust": "Chi modifica il verbale potrebbe modificare anche questa pagina. Confronta quindi la "
    "promessa con quella che hai annotato, o usa un programma di controllo ottenuto altrove.",
    "good": "Giusto",
    "bad": "Sbagliato",
    "check_commitment": "La promessa corrisponde al verbale.",
    "check_people": "Nessuna voce di una persona compare due volte.",
    "check_panels": "Ogni gruppo ha la dimensione giusta.",
    "check_codes": "Nessun codice compare due volte.",
    "check_figures": "Le probabilità sono coerenti tra loro.",
    "check_table": "La tabella stampata dice lo stesso del verbale.",
    "check_pick": "Il numero estratto porta al gruppo sorteggiato.",
    "check_confirmations": "Le conferme riguardano questo verbale.",
    "you": "Trova te stesso o te stessa",
    "key": "La tua chiave personale",
    "key_help": "I 32 segni sul tuo biglietto. Spazi e maiuscole non contano. La chiave resta sul tuo "
    "dispositivo.",
    "find": "Cerca",
    "key_wrong": "Una chiave ha 32 segni: le cifre da 0 a 9 e le lettere da a a f. Confronta con il tuo "
    "biglietto.",
    "your_panels": "Gruppi con un tuo codice: {panels} su {of}. Confronta con il tuo biglietto.",
    "your_codes": "I tuoi gruppi e il tuo codice in ciascuno",
    "too_few": "Secondo questo verbale nessuno compare in meno gruppi di questo numero: {fewest}. Confronta "
    "ogni segno della chiave con il tuo biglietto. Se la chiave è giusta, avvisa gli osservatori.",
    "you_drawn": "Sei nel gruppo sorteggiato.",
    "your_code": "Il tuo codice in quel gruppo: {code}",
    "you_not": "Non sei nel gruppo sorteggiato.",
    "you_wait": "Nessun numero è stato ancora estratto.",
    "answers": "Controlla che cosa è stato annotato su di te",
    "answers_help": "Scrivi ciò che hai dichiarato all’iscrizione. La pagina ti dice se è proprio questo che è "
    "stato sigillato.",
    "compare": "Confronta",
    "match": "È esattamente ciò che è stato sigillato per te.",
    "mismatch": "Questo non è sigillato nel verbale. Prova prima un’altra grafia, poi chiedi agli organizzatori.",
    "figures": "Le probabilità",
    "leximin": "La probabilità più bassa è stata resa alta quanto le regole permettono, poi la successiva, e "
    "così via.",
    "maximin": "La probabilità più bassa è stata resa alta quanto le regole permettono.",
    "size": "Posti",
    "people": "Persone nel sorteggio",
    "lowest": "Probabilità più bassa di una persona",
    "bound": "Valore massimo che questa probabilità può avere con queste regole",
    "fewest": "Numero minimo di gruppi in cui compare una persona",
    "loss": "Massima differenza tra una probabilità calcolata e la quota di gruppi",
    "household": "Persone di una stessa famiglia, al massimo",
    "excluded": "Persone che non potevano essere sorteggiate",
    "fits no panel": "Con le regole fissate, nessun gruppo può contenerle",
    "quotas": "Le regole per il gruppo",
    "category": "Cate\u00adgoria",
    "feature": "Carat\u00adte\u00adristica",
    "least": "Almeno",
    "most": "Al massimo",
    "panel_of": "Gruppo",
    "confirmations": "Chi ha confermato il verbale completo",
    "confirmed": "Queste persone dichiarano di aver ricevuto il verbale completo con tutti i dettagli, e che "
    "il controllo non ha trovato errori. Un nome qui non è una firma: chiedi alla persona.",
    "nobody": "Nessuno finora.",
    "by_hand": "Come controllare a mano",
    "hand_1": "Confronta i 64 segni della promessa con quelli che hai annotato prima che il numero fosse "
    "estratto.",
    "hand_2": "Cerca il numero estratto nella tabella qui sotto: i codici di quella riga sono il gruppo "
    "sorteggiato.",
    "hand_2_first": "Prendi solo le prime cifre del numero estratto (quante: {digits}) e cercale nella tabella "
    "qui sotto: i codici di quella riga sono il gruppo sorteggiato.",
    "hand_3": "Cerca il gruppo sorteggiato tra i numeri del tuo biglietto. Se c’è, fai parte del gruppo. Nella "
    "tabella qui sotto ogni numero del tuo biglietto ha il codice che il biglietto gli mette accanto.",
    "tools": "Per ricalcolare la promessa con due programmi comuni:",
    "scrutineers": "Impronta del verbale completo, che solo gli osservatori vedono",
    "panels": "Tutti i gruppi",
    "panels_help": "Ogni persona ha un altro codice in ogni gruppo, così confrontare i gruppi non dice nulla sulle "
    "persone. I tuoi codici sono sul tuo biglietto, e la tua chiave li trova.",
    "number": "Numero",
    "codes": "Codici",
}
TEXTS = {"en": EN, "fr": FR, "it": IT, "sv": SV, "ar": AR}
