"""How easily a text is read: the published formula of its language, and what the figure means."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from helpwell.language.cutting import sentences, words
from helpwell.language.syllables import syllables

MOST_CHARACTERS = 20_000
LONG_WORD_LETTERS = 6


class Ease(StrEnum):
    """How hard a text is, for people who know nothing of the matter."""

    EASY = "easy"
    PLAIN = "plain"
    DEMANDING = "demanding"
    HARD = "hard"

    @property
    def sentence(self) -> str:
        """The same for people."""
        return str(SENTENCES[self])


SENTENCES = {
    Ease.EASY: _("Everybody reads this easily."),
    Ease.PLAIN: _("Plain: most people read this without effort."),
    Ease.DEMANDING: _("Demanding: many people will have to read this twice."),
    Ease.HARD: _("Hard: written like a contract or a scientific paper."),
}


@dataclass(frozen=True)
class Counts:
    """What the formulas count."""

    sentences: int
    words: int
    syllables: int
    letters: int
    long_words: int

    @property
    def sentence_length(self) -> float:
        """Words a sentence."""
        return self.words / self.sentences

    @property
    def word_length(self) -> float:
        """Syllables a word."""
        return self.syllables / self.words


@dataclass(frozen=True)
class Reading:
    """A text's figure, the formula it comes from and what it means."""

    score: float
    formula: str
    ease: Ease


def reading_ease(text: str, language: str | None) -> Reading | None:
    """How easily the first 20,000 characters are read; None without words or between blanks.

    Languages without a formula of their own get LIX; Japanese and Chinese get none.
    """
    counts = counts_of(text, language)
    if language in {None, "ja", "zh"} or counts is None:
        return None
    formula, bounds = FORMULAS.get(language or "", (lix, LIX_BOUNDS))
    score = formula(counts)
    return Reading(round(score, 1), formula.__name__, _ease(score, bounds))


def counts_of(text: str, language: str | None) -> Counts | None:
    """What there is to count; None where there are no words."""
    read = text[:MOST_CHARACTERS]
    found = words(read)
    if not found:
        return None
    return Counts(
        sentences=max(1, len(sentences(read, language))),
        words=len(found),
        syllables=sum(syllables(word, language or "") for word in found),
        letters=sum(sum(map(str.isalnum, word)) for word in found),
        long_words=sum(len(word) > LONG_WORD_LETTERS for word in found),
    )


def flesch(counts: Counts) -> float:
    """Reading Ease, 0 (hardest) to 100: 206.835 - 1.015 words/sentence - 84.6 syllables/word.

    R. Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948).
    """
    return 206.835 - 1.015 * counts.sentence_length - 84.6 * counts.word_length


def amstad(counts: Counts) -> float:
    """Flesch for German, 0 (hardest) to 100: 180 - words/sentence - 58.5 syllables/word.

    T. Amstad, Wie verständlich sind unsere Zeitungen?, Zürich (1978).
    """
    return 180 - counts.sentence_length - 58.5 * counts.word_length


def kandel_moles(counts: Counts) -> float:
    """Flesch for French, 0 (hardest) to 100: 207 - 1.015 words/sentence - 73.6 syllables/word.

    L. Kandel, A. Moles, Application de l'indice de Flesch à la langue française (1958).
    """
    return 207 - 1.015 * counts.sentence_length - 73.6 * counts.word_length


def szigriszt_pazos(counts: Counts) -> float:
    """Perspicuity of Spanish, 0 (hardest) to 100: 206.835 - 62.3 syllables/word - words/sentence.

    F. Szigriszt Pazos, Sistemas predictivos de legibilidad del mensaje escrito, Madrid (1993).
    """
    return 206.835 - 62.3 * counts.word_length - counts.sentence_length


def gulpease(counts: Counts) -> float:
    """Index for Italian, 0 (hardest) to 100: 89 + (300 sentences - 10 letters) / words.

    P. Lucisano, M. E. Piemontese, Gulpease: una formula per la predizione della difficoltà dei
    testi in lingua italiana, Scuola e città 39 (1988).
    """
    return 89 + (300 * counts.sentences - 10 * counts.letters) / counts.words


def douma(counts: Counts) -> float:
    """Flesch for Dutch, 0 (hardest) to 100: 206.84 - 0.93 words/sentence - 77 syllables/word.

    W. H. Douma, De leesbaarheid van landbouwbladen, Wageningen (1960).
    """
    return 206.84 - 0.93 * counts.sentence_length - 77 * counts.word_length


def martins(counts: Counts) -> float:
    """Flesch for Portuguese, 0 (hardest) to 100: Flesch's formula + 42.

    T. B. F. Martins and others, Readability formulas applied to textbooks in Brazilian
    Portuguese, São Carlos (1996).
    """
    return flesch(counts) + 42


def lix(counts: Counts) -> float:
    """LIX, some 20 (easiest) to 70: words/sentence + per cent of words over six letters.

    C. H. Björnsson, Läsbarhet, Stockholm (1968).
    """
    return counts.sentence_length + 100 * counts.long_words / counts.words


Formula = Callable[[Counts], float]
Bounds = tuple[float, float, float]
# Where easy becomes plain, plain demanding and demanding hard; each source's own steps.
FLESCH_BOUNDS: Bounds = (70, 50, 30)
SPANISH_BOUNDS: Bounds = (65, 55, 40)
GULPEASE_BOUNDS: Bounds = (80, 60, 40)
LIX_BOUNDS: Bounds = (40, 50, 60)
FORMULAS: dict[str, tuple[Formula, Bounds]] = {
    "en": (flesch, FLESCH_BOUNDS),
    "de": (amstad, FLESCH_BOUNDS),
    "fr": (kandel_moles, FLESCH_BOUNDS),
    "es": (szigriszt_pazos, SPANISH_BOUNDS),
    "it": (gulpease, GULPEASE_BOUNDS),
    "pt": (martins, FLESCH_BOUNDS),
    "nl": (douma, FLESCH_BOUNDS),
}


def _ease(score: float, bounds: Bounds) -> Ease:
    """The step a figure stands on, whether more means easier or harder."""
    rises = bounds[0] > bounds[-1]
    reached = [score >= bound if rises else score < bound for bound in bounds]
    return next((ease for ease, is_so in zip(Ease, reached, strict=False) if is_so), Ease.HARD)
