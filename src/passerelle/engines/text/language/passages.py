"""Where a text changes to another language.

Every word speaks for the languages that have it as a function word, and by its letters for or against each; the most
likely path (Viterbi) through the words pays for every change, less where the text pauses. What may stand in any
language (`masks`) says nothing, and a run must be borne by function words of its own.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from passerelle.engines.text import words
from passerelle.engines.text.language import detection, scripts
from passerelle.engines.text.language.labels import WORDS, label
from passerelle.engines.text.language.letters import Letters, letters
from passerelle.engines.text.language.line import Line, line
from passerelle.engines.text.language.masks import covered, is_autonym, is_connector
from passerelle.engines.text.language.neighbours import NEAR, near, same
from passerelle.engines.text.layout import paragraphs

RUNS_LOOKED_AT = 200_000
"""Signs of a document in which runs of other languages are looked for: about 60 printed pages."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in another language than the text's: text[start:end], within one paragraph."""

    start: int
    end: int
    language: str


_SWITCH = 3.5
_SWITCH_AT_COMMA = 2.5
_SWITCH_AT_SENTENCE = 1.5
"""Prices of changing the language between two words; a function word of one's own earns `_OWN`."""
_OWN = 2.0
_LETTERS, _MOST_BY_LETTERS = 0.22, 1.2
"""What a nat of difference between the letters of two languages earns a word, and the most that it can."""
_LEAST_KNOWN = 0.25
"""The same where the statistics against it come from a short text."""
_STRANGE_SCRIPT = 2.0
_SENTENCE = re.compile(r"[.!?…؟۔።]|[:;«»“”‘()–—|]")
_COMMA = re.compile(r"[,/،]")
_CELL_END = re.compile(r"(?<=[|»›→])(?=\s)")
_FEWEST = 2
"""Function words that make a run. One alone is a name ("The Beatles") or chance."""
_FEWEST_NEAR, _SHORTEST_NEAR = 4, 8
"""The same between languages that share most of theirs, and the fewest words of such a run."""
_DENSITY = 0.12
"""Least share of function words among the words of a run."""
_LEAST_GAIN, _NEAR_GAIN, _SURE_GAIN = -0.15, 0.1, 0.4
"""Nats a letter (see `_gain`): below the first nothing is a run; the others, where function words are few."""
_SURE_LENGTH = 5
"""Words, all with capitals left out, from which few function words are enough."""
_LONGEST_NAME, _SHORTEST_PHRASE = 10, 5
"""Words, nouns and what ties them, that are a name; and that are no run in whatever case ("barrio de la Ribera")."""
_FEWEST_OF_SCRIPT, _SIGNS_OF_SCRIPT = 8, 12
_MOST_STATES = 5
"""Other languages considered in one line."""
_MOST_SPOKEN = 3
"""Languages that CLD2 finds somewhere on the page, which are considered in every line."""
_ASKED_FROM = 40
"""Letters of a line from which CLD2 is asked as well."""

_READ_AS = {"no": "nb", "nn": "nb", "bs": "hr", "prs": "fa", "ku": "kmr"}


def runs(text: str, main: str, *, names: Collection[str] = ()) -> tuple[Run, ...]:
    """Where a text in `main` changes to another language, in order.

    names: words and titles that may stand in any language (the project's, its partners'); they neither make
    nor break a run. The languages are those of `data/words.json`, and for whole lines those that CLD2 knows.
    Looks at the first `RUNS_LOOKED_AT` signs; raises nothing.
    """
    main = main.lower().split("-")[0]
    looked_at = text[:RUNS_LOOKED_AT]
    plain = covered(looked_at, names)
    spoken = [_READ_AS.get(code, code) for code in detection.languages_in(plain)]
    main = _READ_AS.get(main, main)
    reader = _Reader(main, scripts.script_of_text(looked_at, main), spoken)
    found: list[Run] = []
    for start, end in paragraphs(plain):
        at = start
        for cell in _cells(plain[start:end].replace("\n", " ")):
            for first, last, language in reader.read(cell):
                found.append(Run(at + first, _widened(looked_at, plain, at + last, at + len(cell)), language))
            at += len(cell)
    return tuple(found)


def _cells(line: str) -> list[str]:
    """The parts of a table row or a bread-crumb trail, which are in a language each, with their separators."""
    return _CELL_END.split(line) if "«" not in line else [line]


def _widened(text: str, plain: str, end: int, cell_end: int) -> int:
    """The end of a run, with the address or title after it that ends its cell."""
    rest = plain[end:cell_end]
    if not any(map(str.isalpha, rest)) and any(map(str.isalpha, text[end:cell_end])):
        while not text[cell_end - 1].isalpha():
            cell_end -= 1
        return cell_end
    return end


class _Reader:
    """Reads lines of a page in one language."""

    def __init__(self, main: str, script: str, spoken: Sequence[str]) -> None:
        self.main, self.script = main, script
        self._spoken = [code for code in spoken if not same(code, main)][:_MOST_SPOKEN]
        self._functions = words.function_words()
        self._letters = letters(main)
        self._is_known = any(main in known for known in self._functions.values()) or script != scripts.LATIN

    def read(self, cell: str) -> Iterator[tuple[int, int, str]]:
        read = line(cell, self.main, self.script)
        tokens = read.tokens
        if not tokens:
            return
        if len(tokens) <= WORDS and "0" not in cell and (foreign := label(cell, self.main)):
            yield tokens[0].start(), tokens[-1].end(), foreign
            return
        others = self._others(read)
        if others:
            path = self._path(read, [self.main, *others])
            yield from self._accepted(read, self._smoothed(read, path), others)

    def _others(self, line: Line) -> list[str]:
        """The languages that a part of this line may be in, the likeliest first."""
        heard: Counter[str] = Counter()
        weight: dict[str, float] = {}
        for word, known in zip(line.low, line.known, strict=True):
            if known and self.main not in known:
                for language in known:
                    heard[language] += 1
                    weight[language] = (
                        weight.get(language, 0.0) + (0.4 if len(word) == 1 else 1.0) / len(known) ** 0.5
                    )
        own = sum(self.main in known for known in line.known)
        found = [
            language
            for language in sorted(weight, key=lambda one: (-weight[one], one))
            if heard[language] >= _FEWEST and not same(language, self.main)
        ][:_MOST_STATES]
        found += [one for one in self._spoken if one not in found]
        if 8 * own < len(line.tokens):
            asked = self._asked(line)
            if asked and asked not in found and not same(asked, self.main):
                found.append(asked)
        return found

    def _asked(self, line: Line) -> str | None:
        """What CLD2 says of a whole line, when it is sure."""
        plain = " ".join(token.group() for at, token in enumerate(line.tokens) if at not in line.named)
        if len(plain) < _ASKED_FROM:
            return None
        language = detection.asked(plain)
        language = _READ_AS.get(language, language) if language else None
        return None if language == self.main else language

    def _path(self, line: Line, states: list[str]) -> list[str]:
        """The most likely language of each word (Viterbi). A line begins as if a sentence of the text's own language went
        before. At a draw the language of the word before is kept, and
        the text's own, first of `states`, goes before others."""
        models = [letters(state) for state in states]
        scores = [0.0] + [-_SWITCH_AT_SENTENCE] * (len(states) - 1)
        came_from: list[list[int]] = []
        for at, known in enumerate(line.known):
            price = _price(line.between[at]) if at else _SWITCH_AT_SENTENCE
            top = max(scores)
            best, changed = scores.index(top), top - price
            earned = self._earned(line, at, known, states, models)
            steps: list[int] = []
            for state in range(len(states)):
                stays = scores[state] >= changed
                steps.append(state if stays else best)
                scores[state] = (scores[state] if stays else changed) + earned[state]
            came_from.append(steps)
        state = scores.index(max(scores))
        path: list[str] = []
        for steps in reversed(came_from):
            path.append(states[state])
            state = steps[state]
        return path[::-1]

    def _earned(
        self, line: Line, at: int, known: frozenset[str], states: list[str], models: Sequence[Letters | None]
    ) -> list[float]:
        word, script = line.low[at], line.scripts[at]
        own = _OWN if len(word) > 1 else _OWN / 2
        earned = [own if state in known else 0.0 for state in states]
        for number, state in enumerate(states):
            if script not in scripts.scripts_of(state):
                earned[number] -= _STRANGE_SCRIPT
        base = models[0]
        if base is None or script != self.script or at in line.named:
            return earned
        usual = base.of(word)
        weight = _LETTERS / 4 if line.tokens[at].group()[0].isupper() else _LETTERS
        most = _LEAST_KNOWN if base.small else _MOST_BY_LETTERS
        for number, model in enumerate(models):
            if number and model is not None:
                gain = weight * (model.of(word) - usual)
                least = _LEAST_KNOWN if model.small else _MOST_BY_LETTERS
                earned[number] += -least if gain < -least else min(gain, most)
        return earned

    def _smoothed(self, line: Line, path: list[str]) -> list[tuple[int, int, str]]:
        """Pieces [first, last) of one language; what is too little to be a run goes to the foreign one beside it."""
        pieces: list[tuple[int, int, str]] = []
        start = 0
        for end in range(1, len(path) + 1):
            if end == len(path) or path[end] != path[start]:
                pieces.append((start, end, path[start]))
                start = end
        settled: list[tuple[int, int, str]] = []
        for first, last, language in pieces:
            if settled and language != self.main and settled[-1][2] != self.main:
                before = settled[-1]
                # Neighbours take turns within a sentence of either of them.
                alike = near(language, before[2]) and not _SENTENCE.search(line.between[first])
                if last - first < 4 or before[1] - before[0] < 4 or same(language, before[2]) or alike:
                    longer = language if last - first > before[1] - before[0] else before[2]
                    settled[-1] = (before[0], last, longer)
                    continue
            settled.append((first, last, language))
        return settled

    def _accepted(
        self, line: Line, pieces: list[tuple[int, int, str]], others: list[str]
    ) -> Iterator[tuple[int, int, str]]:
        for first, last, guess in pieces:
            if guess == self.main:
                continue
            language = self._named(line, first, last, guess, others)
            first, last = self._trimmed(line, first, last, language)
            if not same(language, self.main) and self._is_run(line, first, last, language):
                yield line.tokens[first].start(), line.tokens[last - 1].end(), language

    def _trimmed(self, line: Line, first: int, last: int, language: str) -> tuple[int, int]:
        """The same without clauses at its ends that nothing speaks for: a change costs less at a full stop than at the
        comma behind it."""
        pauses = [at for at in range(first + 1, last) if _price(line.between[at]) < _SWITCH]
        while pauses and not self._bears(line, first, pauses[0], language, pauses[0]):
            first = pauses.pop(0)
        while pauses and not self._bears(line, pauses[-1], last, language, pauses[-1]):
            last = pauses.pop()
        return first, last

    def _bears(self, line: Line, first: int, last: int, language: str, pause: int) -> bool:
        """Whether a clause at the end of a run speaks for its language; `pause` is the word behind its inner end."""
        if letters(language) is None or self._letters is None or line.scripts[first] != self.script:
            return True
        known = line.known[first:last]
        if any(language in one and self.main not in one for one in known):
            return True
        if self._gain(line, first, last, language) > 0:
            return True
        at_comma = _price(line.between[pause]) == _SWITCH_AT_COMMA
        return at_comma and not any(self.main in one for one in known)

    def _named(self, line: Line, first: int, last: int, guess: str, others: list[str]) -> str:
        """Of the languages of the line and their neighbours, the one that the whole of a run speaks for most."""
        neighbours = {one for group in NEAR if guess in group for one in group}
        rivals = [guess, *sorted(neighbours.union(others) - {guess, self.main})]
        rivals = [one for one in rivals if letters(one) is not None or one == guess]
        if len(rivals) == 1:
            return guess

        def speaks(language: str) -> float:
            model = letters(language)
            total = 0.0
            for at in range(first, last):
                total += _OWN if language in line.known[at] else 0.0
                if model is not None and at not in line.named:
                    small = scripts.SMALL * (len(line.low[at]) + 1) if model.small else 0.0
                    total += _LETTERS * (model.of(line.low[at]) + small)
            return total

        best = max(rivals, key=speaks)
        # Between written standards that share their letters only small words are asked.
        alike = [one for one in sorted(rivals) if same(one, best)]
        known = line.known[first:last]
        return max(alike, key=lambda one: (sum(one in languages for languages in known), one == "hr"))

    def _is_run(self, line: Line, first: int, last: int, language: str) -> bool:
        tokens = line.tokens[first:last]
        if scripts.script_of(tokens[0].group()) not in (scripts.LATIN, self.script):
            return self._is_run_of_script(line, first, last, language)
        own = [
            at for at in range(first, last) if language in line.known[at] and self.main not in line.known[at]
        ]
        count = sum(1.0 if len(line.low[at]) > 1 else 0.5 for at in own)
        if not any(language in known for known in self._functions.values()):
            return self._by_cld(line, first, last, language)
        against = sum(self.main in known and language not in known for known in line.known[first:last])
        if 2 * against > max(1, len(own)) or self._is_name(line, first, last, own):
            return False
        gain = self._gain(line, first, last, language)
        if gain < _LEAST_GAIN:
            return False
        close = near(language, self.main)
        fewest, shortest = (_FEWEST_NEAR, _SHORTEST_NEAR) if close else (_FEWEST, 0)
        if count >= max(fewest, _DENSITY * len(tokens)) and len(tokens) >= shortest:
            return self._is_known or self._agreed(line, first, last, language)
        return self._is_sure(line, first, last, language, count, gain)

    def _is_sure(self, line: Line, first: int, last: int, language: str, count: float, gain: float) -> bool:
        """Whether words with few function words among them are a run all the same: the letters say it clearly, and CLD2
        says it as well."""
        model = letters(language)
        spoken = sum(
            at not in line.named and not line.tokens[at].group()[0].isupper() for at in range(first, last)
        )
        if spoken < _SURE_LENGTH or model is None:
            return False
        if near(language, self.main):
            wanted = _NEAR_GAIN, 2.0
        elif model.small or (self._letters is not None and self._letters.small):
            wanted = _LEAST_GAIN, 1.0
        else:
            wanted = _SURE_GAIN, 0.0
        return gain >= wanted[0] and count >= wanted[1] and self._agreed(line, first, last, language)

    def _agreed(self, line: Line, first: int, last: int, language: str) -> bool:
        part = line.text[line.tokens[first].start() : line.tokens[last - 1].end()]
        told = detection.asked(part)
        return told is not None and same(_READ_AS.get(told, told), language)

    def _is_run_of_script(self, line: Line, first: int, last: int, language: str) -> bool:
        tokens = line.tokens[first:last]
        kind = scripts.script_of(tokens[0].group())
        low = [word for word in line.low[first:last] if scripts.script_of(word) == kind]
        if kind in scripts.WITHOUT_BLANKS:
            return sum(map(len, low)) >= _SIGNS_OF_SCRIPT
        if all(is_autonym(word) for word in low):
            return False
        own = scripts.told(low, kind)[1]
        return (
            len(low) >= _FEWEST_OF_SCRIPT or (len(low) > 2 and own >= _FEWEST) or (len(low) > 3 and own > 0)
        )

    def _by_cld(self, line: Line, first: int, last: int, language: str) -> bool:
        """A language without function words here: CLD2 has to say it of all of it, and nothing else of the line."""
        tokens = line.tokens[first:last]
        own = sum(self.main in known for known in line.known[first:last])
        part = line.text[tokens[0].start() : tokens[-1].end()]
        return len(tokens) >= 8 and 8 * own <= len(tokens) and detection.asked(part) == language

    def _is_name(self, line: Line, first: int, last: int, own: list[int]) -> bool:
        """An organisation's name that is written like a sentence ("Association pour la promotion de la lecture"):
        a capital inside a line, then only nouns and what ties them."""
        tied = all(is_connector(line.low[at]) for at in own)
        if tied and last - first <= _SHORTEST_PHRASE and last - first < len(line.tokens):
            return True
        if not tied or last - first > _LONGEST_NAME or not line.tokens[first].group()[0].isupper():
            return False
        if first == 0 and last == len(line.tokens) and line.low[0] not in words.organisations():
            return False
        begins = first == 0 or _SENTENCE.search(line.between[first]) is not None
        return not begins or line.low[first] in words.organisations()

    def _gain(self, line: Line, first: int, last: int, language: str) -> float:
        """How much more usual the letters of the words are in another language than in the text's own: nats a letter;
        0 where nothing is known of one of them."""
        model = letters(language)
        if model is None or self._letters is None:
            return 0.0
        gain, length = 0.0, 0
        more = scripts.SMALL * (model.small - self._letters.small)
        for at in range(first, last):
            word = line.low[at]
            if line.scripts[at] == self.script and not line.tokens[at].group()[0].isupper():
                gain += model.of(word) - self._letters.of(word) + more * (len(word) + 1)
                length += len(word)
        return gain / length if length else 0.0


def _price(between: str) -> float:
    if between in (" ", "", "-"):
        return _SWITCH
    if _SENTENCE.search(between):
        return _SWITCH_AT_SENTENCE
    return _SWITCH_AT_COMMA if _COMMA.search(between) else _SWITCH
