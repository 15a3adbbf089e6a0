"""What is done in a question that asks who does it, or how long it takes."""

import re

from retrieval.query import Term, Understood

_TAKES_TO = re.compile(
    r"\bhow (?:long|many (?:minutes|hours|days|weeks|months|years))\b[^?]*?\btake (?:[^\s?]+ ){0,3}?to ",
    re.IGNORECASE,
)
_WHO_DOES = re.compile(
    r"\bwho (?:(?:is|was|will|would|currently|now) )*(?=(?:chair|head)(?:s|ed|ing)?\b)", re.IGNORECASE
)
"""Who has a post, asked by what they do."""
_WHO_PAYS = re.compile(
    r"\bwho(?:[’']s| is| was| will| would| has| have)? (?:pay|paid|paying|pays|fund|funds|funded|funding)\b",
    re.IGNORECASE,
)
_PAYING = re.compile(
    r"\b(?:pa(?:y|ys|ying|id|yment|yments)|fund\w*|costs?|expenses?|cover(?:s|ed|ing)?|financ\w+|bills?|charg\w+"
    r"|sponsor\w*|donat\w+|free|contribut\w+|subsid\w+|reimburs\w+|back(?:s|ed|ing)|bear(?:s|ing)?|budgets?"
    r"|grants?|money|invest\w*|£[\d.,]+ ?\w*)\b",
    re.IGNORECASE,
)

_PRICE = re.compile(
    r"(?:the )?(?:tickets?|entry|admission|entrance|prices?|costs?|fees?|charges?|places)\b", re.IGNORECASE
)


def tells_a_price(sentence: str) -> bool:
    """ "Tickets are £5": of what the sentence before tells of."""
    return _PRICE.match(sentence) is not None


_WHO_CAME = re.compile(
    r"\bwho (?:attend(?:s|ed)|(?:was|were) (?:at|in attendance|present)|came to|went to)\b", re.IGNORECASE
)
_COMING = re.compile(
    r"\b(?:attend\w*|present|came|come|coming|went|join(?:ed|s)|participa\w+|guests?|there|apologies|met|host\w*"
    r"|took part|visit\w*|with)\b",
    re.IGNORECASE,
)


def tells_of_no_such_deed(question: str, sentence: str) -> bool:
    """Whether the question is who paid or came, and the sentence speaks of no paying or coming, whomever it
    names."""
    pays, came = _WHO_PAYS.search(question), _WHO_CAME.search(question)
    unpaid = pays is not None and _PAYING.search(sentence) is None
    return unpaid or (came is not None and _COMING.search(sentence) is None)


def deed(question: Understood) -> list[Term]:
    """The word for it, without which a sentence tells of something else: "chairs" of "Who chairs it?",
    "register" of "How many weeks does it take to register one?". Empty where nothing of the kind is asked."""
    does, takes = _WHO_DOES.search(question.text), _TAKES_TO.search(question.text)
    at = {match.end() for match in (does, takes) if match}
    return [t for t in question.terms if t.start in at and not t.named and (t.known or does)]
