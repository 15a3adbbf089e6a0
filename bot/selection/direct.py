"""A question asked indirectly, as it would be asked outright: "Can you tell me when the board meets?"."""

import re

_GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|morning|afternoon)"
    r"(?: (?:all|there|team|both|everyone|bot))?\b[\s,!.–-]*"
    r"|please[\s,]+|sorry[\s,]+|quick question[\s,:–-]*)+(?=\w+\W+\w)",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"[\s,.!–-]*\b(?:please|pls|plz|(?:many )?thanks(?: in advance| a lot)?|thank you|cheers|ta)\W*$",
    re.IGNORECASE,
)
_SOMEBODY = r"(?:you|we|anyone|anybody|someone|somebody)"
_ME = r"(?: (?:me|us))?(?: please| again| quickly)?"
_WH = r"(?:when|where|why|how|what|which|who|whose|whom|if|whether)"
_REQUEST = re.compile(
    rf"^(?:(?:can|could|would|will) {_SOMEBODY}(?: please| kindly| possibly| perhaps)? )?"
    rf"(?:(?:tell|remind|advise|inform|show){_ME}(?= (?:{_WH}|the)\b)"
    rf"|let (?:me|us) know(?= )"
    rf"|(?P<thing>(?:give|confirm|name|list|state|provide|get|find){_ME})(?= (?:a list of |the |all )))"
    rf"|^(?:do|does|would) {_SOMEBODY}(?: all)?(?: happen to)? know\b"
    r"|^(?:has )?any(?:one|body)(?: here)? know\b"
    r"|^(?:i|we)(?:['’]d| would)? (?:want(?:ed)?|need|like|love|am trying|are trying)"
    r" to (?:know|find out|check|understand)\b"
    r"|^(?:i['’]m|i am|we['’]re|we are|just)? ?(?:wondering|trying to find out|trying to work out|curious)\b"
    r"|^(?:any|got any|have you any|have you got any) (?:idea|clue)s?(?: of| about| as to)?\b"
    rf"|^(?:can|could|would) {_SOMEBODY} (?:please )?(?:explain|clarify|say|check)(?= {_WH}\b)",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"^(?:am|are|is) (?:i|we|it) (?:ok|okay|alright|all right|fine|good|allowed|permitted|free|able)"
    r" (?:to|(?:for (?:me|us) )to|if (?:i|we))\b",
    re.IGNORECASE,
)
"""What asks in other words whether one may."""
_SAYS = re.compile(
    r"^what (?:does|do|did) (?P<source>(?:the |our |your )(?:[\w-]+ ){0,2}?[\w-]+) say (?:that )?"
    r"(?P<thing>(?:[\w’'-]+ ){1,7}?)(?P<be>is|are|was|were|costs?)\b(?P<rest>[^?]*)\?*\s*$",
    re.IGNORECASE,
)
_ANY_SOURCE = re.compile(
    r"(?:the|our|your) (?:handbook|policy|guidance|guide|manual|document|report|article|paper|page|website)",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^(?:if|whether)(?: or not)? (?=\w+ )", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?P<asks>when|where|why|what|how(?: (?:much|many|long|often|far|soon)(?: \w+)??)?) +(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_HELPING = (
    r"(?:cannot|is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|might|must|should|shall)"
)
_FIRST = re.compile(rf"^{_HELPING}\b", re.IGNORECASE)
_LATER = re.compile(rf"^(?P<subject>(?:\S+ ){{1,8}}?)(?P<helping>{_HELPING})\b(?P<rest>.*)$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?:the|an?|this|that|these|those|our|my|your|their|its|his|her|it|they|we|you|i|he|she|[A-Z]\w*)\b"
)
_MANY = re.compile(r"^(?:[a-z]+ )?[a-z]+s\b(?! (?:if|when|to|in|after|with|for|next|at)\b)")
"""Councils, local councils."""
_THING = re.compile(r"^(?:a list of )?(?P<thing>(?:the|all) \S.*)$", re.IGNORECASE)
_PAST = re.compile(r"\b(?!need|speed|feed)\w{2,}ed\b")


_AND_BY_HOW_MUCH = re.compile(
    rf"^(?P<rest>{_HELPING} .{{3,}}?)[,;]? +and (?:if so,? )?(?P<by>by how (?:much|many))\W*$", re.IGNORECASE
)


def plain(question: str) -> str:
    """The words of it that ask: "when the board meets" of "Can you tell me when the board meets?"."""
    asked = _THANKS.sub("", _GREETING.sub("", question.strip())).strip()
    request = _REQUEST.match(asked)
    return asked[request.end() :].strip(" ,:").strip() if request else question


def direct(question: str) -> str:
    """The question without its greeting, its thanks and "can you tell me", in a question's own order. What is
    asked outright stays as it is."""
    asked = _THANKS.sub("", _GREETING.sub("", question.strip())).strip()
    request = _REQUEST.match(asked)
    if not request:
        return _outright(asked) or question
    rest = asked[request.end() :].strip(" ,:?").strip()
    if _WHETHER.match(rest):
        return f"Is it so that {_WHETHER.sub('', rest)}?"
    if found := _ASKS.match(rest):
        return f"{found['asks'].capitalize()} {_turned(found['asks'], found['rest'])}?"
    if found := _THING.match(rest):
        several = re.match(r"(?:name|list)\b", request["thing"] or "", re.IGNORECASE)
        return f"What {'are' if several else 'is'} {found['thing']}?"
    return f"{rest}?" if rest and re.match(r"(?:who|whose|whom|which)\b", rest, re.IGNORECASE) else question


def _outright(asked: str) -> str:
    """ "Can I put it there?" of "Am I OK to put it there?", "What is the pay?" of "What does the handbook say
    the pay is?"; "" for what is asked outright."""
    if grown := _AND_BY_HOW_MUCH.match(asked):
        return f"By {grown['by'][3:].lower()} {grown['rest'][0].lower()}{grown['rest'][1:]}?"
    if may := _MAY.match(asked):
        return f"Can I {asked[may.end() :].strip()}"
    if said := _SAYS.match(asked):
        where = "" if _ANY_SOURCE.fullmatch(said["source"]) else f" in {said['source']}"
        if said["be"].lower().startswith("cost"):
            return f"What does {said['thing'].strip()} cost{said['rest']}{where}?"
        return f"What {said['be']} {said['thing'].strip()}{said['rest']}{where}?"
    return ""


def _turned(asks: str, rest: str) -> str:
    """ "The board was founded" as "was the board founded"."""
    of_many = asks.lower() != "what" and _MANY.match(rest)
    if _FIRST.match(rest) or not (_SUBJECT.match(rest) or of_many):
        return rest
    if later := _LATER.match(rest):
        return f"{later['helping']} {later['subject'].strip()}{later['rest']}"
    return f"{'did' if _PAST.search(rest) else 'does'} {rest}"
