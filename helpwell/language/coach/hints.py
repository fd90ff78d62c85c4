"""All hints on a draft, in the order in which they matter; each kind can be switched off."""

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from helpwell.language.coach import ending, greeting, hearing, measure, slips, wording
from helpwell.language.coach.draft import MOST_CHARACTERS, Conversation, Draft, Hint
from helpwell.language.identify import language_of
from helpwell.language.spans import without_quotes

Look = Callable[[Draft, Conversation], Iterator[Hint]]
KINDS: Mapping[str, Look] = MappingProxyType({
    "language": slips.language,
    "placeholder": slips.placeholder,
    "attachment": slips.attachment,
    "link": slips.link,
    "greeting": greeting.greeting,
    "name": greeting.name,
    "formality": greeting.formality,
    "feeling": hearing.feeling,
    "problem": hearing.problem,
    "question": hearing.question,
    "blame": wording.blame,
    "command": wording.command,
    "policy": wording.policy,
    "unfortunately": wording.unfortunately,
    "apology": wording.apology,
    "exclamation": wording.exclamation,
    "capitals": wording.capitals,
    "jargon": wording.jargon,
    "promise": ending.promise,
    "next_step": ending.next_step,
    "reading": measure.reading,
    "length": measure.length,
})  # fmt: skip


def hints(
    draft: str,
    conversation: Conversation,
    *,
    has_attachment: bool = False,
    house_words: Mapping[str, str] = MappingProxyType({}),
    without: Collection[str] = (),
) -> list[Hint]:
    """What to look at before sending; an empty draft gets no hints, kinds in `without` are silent.

    `house_words` are the house's own internal words with what to say instead (may be empty).
    """
    own = without_quotes(draft[:MOST_CHARACTERS])
    if not own.strip():
        return []
    surely = language_of(own)
    read = Draft(own, surely, surely or conversation.written_in, has_attachment, house_words)
    looks = (look for kind, look in KINDS.items() if kind not in without)
    return [hint for look in looks for hint in look(read, conversation)]
