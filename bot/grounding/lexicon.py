"""Lists of English words that the rules of the claim check go by."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Comma-separated phrases as tuples of words, longest first."""
    split = (tuple(phrase.split()) for phrase in text.replace("\n", " ").split(",") if phrase.strip())
    return tuple(sorted(split, key=len, reverse=True))


class Table(Generic[T]):
    """Phrases and what each stands for, found by their first word (or their last)."""

    def __init__(self, meanings: Iterable[tuple[T, str]], *, by_last: bool = False) -> None:
        self._end = -1 if by_last else 0
        self._known: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        pairs = [(phrase, meaning) for meaning, text in meanings for phrase in phrases(text)]
        for phrase, meaning in sorted(pairs, key=lambda pair: -len(pair[0])):
            self._known.setdefault(phrase[self._end], []).append((phrase, meaning))

    def at(self, lowered: Sequence[str], place: int) -> tuple[int, T] | None:
        """The longest phrase that begins (or ends) at a place: its length and its meaning."""
        if not 0 <= place < len(lowered):
            return None
        for phrase, meaning in self._known.get(lowered[place], ()):
            start = place - len(phrase) + 1 if self._end else place
            if start >= 0 and tuple(lowered[start : start + len(phrase)]) == phrase:
                return len(phrase), meaning
        return None


def groups(text: str) -> tuple[tuple[str, ...], ...]:
    """One group of words a line."""
    return tuple(tuple(line.split()) for line in text.splitlines() if line.strip())


FUNCTION = words("""
a an the this that these those it its itself he she they them their theirs him his her hers i we us our ours
you your
who whom whose which what when where why how there here and or nor but so yet if then than as at by for from
in into
of off on onto out over to toward towards up upon with within without about above across after again against
along
among around because before behind below beneath beside besides between beyond during except inside like near
since through throughout till under until via while whereas although though also too very just only even still
already am is are was were be been being have has had having do does did doing will would shall should can
could
may might must ought not no never none neither cannot t s d ll re ve m not's any some all both each every
either such
same own other another more most less least much many few several said says say saying one ones per amid
amongst
whether however therefore thus hence moreover furthermore meanwhile now get gets got let us etc mr mrs ms miss
regarding concerning including down nobody nothing everyone everybody everything anyone someone something well quite rather
""")

MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")

ROLES = words("""
president minister secretary chancellor chairman chairwoman chair chief executive officer ceo cto cfo coo
founder
co-founder cofounder director manager head leader mayor governor senator councillor mp lord lady sir dame dr
doctor
professor prof mr mrs ms miss captain general colonel judge justice king queen prince princess duke emperor
pope
bishop archbishop commissioner spokesman spokeswoman spokesperson editor analyst economist author dean deputy
ambassador state co
""")

SYNONYMS = groups("""
uk britain british kingdom
us usa america american states
eu european europe
ai artificial
ceo chief executive boss
r&d research
mou memorandum agreement deal pact arrangement accord partnership contract understanding
government state whitehall ministers administration
company firm business corporation outfit maker giant lab developer group organisation
tool system technology software product application
tech technology
model llm
launch unveil introduce release publish start begin debut
announce reveal unveil declare say confirm
say state tell add note explain comment remark describe call report mention argue claim
people employee staff worker personnel person workforce individual
employee staff worker workforce personnel headcount
employ hire recruit
expand enlarge grow increase extend broaden widen enlargement
large big major significant considerable substantial huge great
small minor little modest
use utilise utilize employ deploy apply adopt leverage harness
deploy roll implement introduce
help assist support aid enable back
free release
show demonstrate reveal indicate suggest
intend intention
aim intend seek goal objective purpose target design plan
main primary chief principal key central core
improve enhance boost better strengthen upgrade
cut reduce lower decrease trim slash shrink curb
fall drop decline decrease decrease dip sink slump
rise increase grow climb jump surge gain soar
receive get obtain gain draw attract
ask invite request call urge
application bid submission
buy purchase acquire acquisition procure procurement takeover
sell sale
create make build establish set develop produce form
build construct construction
made make
found establish create set start
establish set create
investment invest money funding fund spending capital
fund finance back money funding
spend expenditure spending cost outlay
cost price worth total
sign agree enter seal ink conclude
signed signature
explore examine consider investigate study look
investigate probe inquiry investigation
inquiry probe investigation review
job work post role position employment
child kid pupil youngster
school college academy
doctor gp physician clinician
hospital trust
patient
home house housing dwelling property
road motorway highway street
train railway rail
car vehicle
country nation national nationwide
area sector field domain region
local council authority borough
council authority
city town
citizen public resident people
voluntary optional
binding bound
legally law legal
risk danger hazard threat
safety safe
security secure
concern worry fear anxiety
worry concern
warn caution
critic criticise criticize condemn fault
approve authorise authorize pass clear greenlight
reject refuse decline turn
deny reject dispute
kill die death dead fatal
injure hurt wound
happen occur take place
before prior ahead
after following
currently present presently now
annual yearly year
monthly month
weekly week
daily day
quickly rapid fast swift speed
speed accelerate quick faster fast quicken
sort categorise categorize classify group order
reply response answer respond
handwritten handwriting
convert turn transform
data information
share exchange
datacentre datacenter
office base site
headquarters hq
base headquarter
locate situate base
london capital
power underpin drive run
underpin support base
streamline simplify ease
admin administrative administration administer clerical
task work chore duty job
civil public
servant official
zone area
host house
first inaugural initial
commit pledge promise vow commitment
provide supply offer give deliver
deliver provide bring
contain include comprise
need require necessary
must need require
finish complete end conclude
end finish conclude close expire
stop halt cease end
continue remain keep
big large
test trial pilot
trial pilot test
teach train educate training
train training
responsible charge
meet meeting talks
meal dinner
former ex previous
predict forecast
expect anticipate forecast project think believe predict
part portion share
half
member
attack assault
capture seize take
army troops force soldiers
battle fight war conflict
movie film
photo photograph picture image
near close
allow let permit enable
ban prohibit forbid bar outlaw
law legislation act statute
rule regulation
old elderly
young youth
rich wealthy
poor
win victory beat defeat
defeat beat
lose loss
vote ballot poll
election poll
score
game match
team side club
player
songwriter musician
author writer write
written write
book
live reside resident
inhabitant resident population people
born birth
married marry wed
name call title know
known call
kind type sort
different various
various several
important crucial vital critical key
""")
"""Words that may stand for one another in a faithful retelling; a word may stand in several groups."""

PEOPLES = {
    "british": "uk", "britain": "uk", "welsh": "wales", "scottish": "scotland", "scots": "scotland",
    "english": "england", "irish": "ireland", "american": "usa", "americans": "usa", "america": "usa",
    "european": "europe", "french": "france", "german": "germany", "spanish": "spain", "italian": "italy",
    "dutch": "netherlands", "chinese": "china", "japanese": "japan", "russian": "russia", "indian": "india",
    "canadian": "canada", "australian": "australia", "ukrainian": "ukraine", "swedish": "sweden",
    "norwegian": "norway", "danish": "denmark", "greek": "greece", "turkish": "turkey", "brazilian": "brazil",
    "mexican": "mexico", "israeli": "israel", "korean": "korea", "african": "africa", "asian": "asia",
}  # fmt: skip
"""Countries by their adjectives."""

OPPOSITES = groups("""
increase decrease
increase fall
increase reduce
increase cut
increase drop
rise fall
rise drop
rise decline
rise decrease
grow shrink
grow decline
gain lose
gain loss
expand reduce
expand shrink
expand cut
extend shorten
raise lower
raise cut
higher lower
high low
more less
more fewer
greater smaller
larger smaller
large small
big small
above below
over under
before after
earlier later
early late
first last
start end
begin end
begin finish
start stop
start finish
open close
open shut
win lose
won lost
victory defeat
accept reject
approve reject
approve oppose
approve refuse
agree disagree
agree refuse
support oppose
back oppose
allow ban
allow prohibit
permit prohibit
include exclude
buy sell
import export
success failure
succeed fail
strong weak
strengthen weaken
north south
northern southern
east west
eastern western
male female
man woman
men women
father mother
son daughter
brother sister
husband wife
king queen
old young
new old
major minor
majority minority
public private
legal illegal
lawful unlawful
binding non-binding
voluntary compulsory
voluntary mandatory
optional mandatory
optional compulsory
true false
right wrong
best worst
better worse
improve worsen
largest smallest
biggest smallest
longest shortest
highest lowest
most least
maximum minimum
add remove
hire fire
love hate
positive negative
cheap expensive
rapid slow
enough few
enough insufficient
seek receive
seek obtain
seek win
surplus deficit
average maximum
average minimum
average total
maximum total
minimum total
partial full
partly fully
fast slow
faster slower
quick slow
temporary permanent
internal external
domestic foreign
domestic international
national local
arrive leave
arrive depart
enter leave
join leave
create destroy
create abolish
build demolish
introduce abolish
introduce scrap
launch scrap
confirm deny
admit deny
praise criticise
welcome criticise
welcome object
keep break
meet miss
hit miss
dismiss allow
dismiss uphold
reject uphold
overturn uphold
first second
second third
first third
spring autumn
summer autumn
spring winter
autumn winter
spring summer
yellow amber
amber red
yellow red
red green
red blue
blue green
honour break
expand close
expand shut
full part
fully partly
cut extend
shorten extend
support object
modest dramatic
modest significant
modest huge
slight dramatic
slight significant
welcome condemn
guilty innocent
guilty acquit
convict acquit
easy hard
easy difficult
simple complex
rich poor
safe dangerous
safe unsafe
summer winter
day night
morning evening
morning afternoon
dead alive
left right
upper lower
inside outside
heavy light
wide narrow
deep shallow
hot cold
warm cold
wet dry
advantage disadvantage
profit loss
surplus deficit
attack defend
friend enemy
always never
often rarely
often seldom
common rare
few many
few most
some all
none all
similar different
same different
equal unequal
transparent secret
future past
next last
predecessor successor
buyer seller
teacher student
doctor patient
landlord tenant
lender borrower
plaintiff defendant
prosecution defence
speed slow
accelerate slow
accelerate delay
ease tighten
ease worsen
tighten loosen
centralise devolve
retain scrap
keep scrap
freeze raise
freeze cut
""")
