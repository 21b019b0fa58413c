"""Names to entities: which mentions of an article stand for one and the same thing.

Names are joined by equal words, surname, acronym in brackets, or a longer form that holds the
shorter; countries, commodities and years by table; what only refers back by `coreference`. What a
newcomer would get wrong: ids exist only at the end, when the fullest name is known; until then an
entity is a number.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.coreference import PRONOUNS, Candidate, Choice, History, Ranker, Reference
from extract.likeness import may_be_one, place_alone, proper, singular, stem, without_nickname
from extract.names import clean, parts, shouted, slug, without_owner
from extract.phrases import Named
from extract.tables.commodities import commodity_class, commodity_name
from extract.tables.countries import capital_country, country_code, country_name
from extract.tables.regions import region_name
from graph.identity import described_id, entity_id, event_id
from graph.model import Entity
from graph.ontology import COMMODITY_PARENTS, Label

_BODIES = frozenset({Label.GROUP, Label.ORGANIZATION, Label.AGENCY})
_BY_TABLE = frozenset({Label.COUNTRY, Label.COMMODITY, Label.YEAR})
_UNREFERRED = frozenset({Label.COMMODITY, Label.YEAR})
_ACRONYM = re.compile(
    r"((?:[A-Z][\w\u2019'&-]*)(?:\s(?:of|for|de|del|da|do|the|and|in|on|y|e|[A-Z][\w\u2019'&-]*)){1,8})\s\(([^\W\d_a-z][^\W_a-z-]{1,9})\)"
)
_KIN = re.compile(
    r"(?:[Tt]he\s)?(?:two\s|three\s)?([A-Z][\w\u2019'-]+)"
    r"(\s(?:brothers|sisters|siblings|twins|cousins|couple))?"
)
_BY_TRUST = (
    Label.GROUP,
    Label.ORGANIZATION,
    Label.AGENCY,
    Label.PERSON,
    Label.EVENT,
    Label.PLACE,
)
"""Where as many mentions of a name have one label as another: bodies look like persons and places
more often than these like bodies."""
_MOST_COMPARED = 200
_DRUGS = frozenset({"drugs"})
_ORES = frozenset({"gold", "minerals"})
_ANY = frozenset[str]()
_GENERAL: dict[str, frozenset[str]] = dict.fromkeys(("pill", "tablet", "powder"), _DRUGS)
_GENERAL |= dict.fromkeys(("ore", "metal", "bar"), _ORES)
_GENERAL |= dict.fromkeys(("product", "load", "cargo", "shipment", "consignment"), _ANY)
"""Words that stand for a commodity named before, with the classes that they may stand for."""


@dataclass(slots=True)
class Known:
    """An entity of the article being read.

    Attributes:
        label: What it is.
        key: What its id is made of, for countries, commodities and years.
        names: How often each name was seen, in the order they were met.
        proper: Slugs of names that have a word of their own, not only common nouns and countries.
        common: Slugs of names that were written once as common nouns; no headline's capitals make
            them proper.
        placed: Whether a country or place is named inside one.
        longest: The fullest name so far.
        last: When it was met last, counted in mentions.
    """

    label: Label
    key: str = ""
    names: Counter[str] = field(default_factory=Counter)
    proper: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)
    placed: bool = False
    longest: str = ""
    last: int = 0

    @property
    def described(self) -> bool:
        """Whether it is known by descriptions only."""
        return not self.proper - self.common


class Registry:
    """The entities of one article, as they are met from its start to its end."""

    def __init__(
        self, ranker: Ranker, antecedent_share: float, choices: list[Choice] | None = None
    ) -> None:
        """Begin with nothing known.

        Args:
            ranker: Says what words that refer back stand for.
            antecedent_share: From which share on it is believed.
            choices: Where to note what was weighed, for whoever wants it explained.
        """
        self.known: list[Known] = []
        self._choices = choices
        self._ranker = ranker
        self._share = antecedent_share
        self._history = History()
        self._met = 0
        self._goods: list[int] = []
        self._full: dict[str, str] = {}
        self._votes: defaultdict[str, Counter[Label]] = defaultdict(Counter)
        self._last: dict[Label, int] = {}
        self._keys: dict[tuple[Label, str], int] = {}
        self._by_word: defaultdict[tuple[Label, str], list[int]] = defaultdict(list)

    def label(self, key: int) -> Label:
        """Return what an entity is."""
        return self.known[key].label

    def learn(self, text: str, mentions: Iterable[Named]) -> None:
        """Note the acronyms of a block, and which label most mentions of each name have in it."""
        for match in _ACRONYM.finditer(text):
            self._full.setdefault(match[2], clean(match[1], Label.AGENCY))
        for mention in mentions:
            label = mention.found.label
            if mention.found.named and label not in _BY_TABLE:
                self._votes[slug(clean(mention.text, label))][label] += 1

    def year(self, year: int) -> int:
        """Return the entity of a calendar year."""
        return self._by_key(Label.YEAR, str(year), str(year))

    def country(self, code: str, name: str) -> int:
        """Return the entity of a country."""
        return self._by_key(Label.COUNTRY, code, name)

    def resolve(self, mention: Named) -> list[int]:
        """Return the entities that a mention stands for; none where that is not known."""
        found = mention.found
        named = found.named and not _bare(mention)
        keys = self._keys_of(mention, named=named)
        self._met += 1
        if named and len(keys) == 1 and not found.inner:
            self._last[found.label] = keys[0]
        for key in keys:
            self.known[key].last = self._met
            if self.known[key].label not in _UNREFERRED:
                self._history.add(key, mention.sentence, found.start, mention.text)
        return keys

    def _keys_of(self, mention: Named, *, named: bool) -> list[int]:
        label = mention.found.label
        if label == Label.COMMODITY:
            return list(self._commodity(mention.text))
        if code := self._country(mention):
            return [self.country(code, clean(mention.text, Label.COUNTRY))]
        if mention.glosses and label in self._last:
            self._note(self._last[label], clean(mention.text, label), mention)
            return [self._last[label]]
        if kin := self._kin(mention):
            return kin
        if named and label != Label.COUNTRY:
            return [key for name in mention.names for key in self._named(mention, name)]
        return self._antecedents(mention)

    def entities(self, document: str) -> tuple[list[Entity], list[str]]:
        """Return the entities by id, and the id of every number that `resolve` gave."""
        ids = list(_ids(self.known, document))
        together: dict[str, list[Known]] = {}
        for id_, known in zip(ids, self.known, strict=True):
            together.setdefault(id_, []).append(known)
        return [_entity(id_, group) for id_, group in sorted(together.items())], ids

    def _country(self, mention: Named) -> str | None:
        label = mention.found.label
        name = clean(mention.text, label)
        if label == Label.COUNTRY:
            return country_code(mention.text) or country_code(name) or capital_country(name)
        if label == Label.EVENT or not mention.found.named:
            return None
        bare = label == Label.PLACE or not any(word.islower() for word in name.split())
        return country_code(name) if bare and name[:1].isupper() else None

    def _commodity(self, text: str) -> Iterator[int]:
        """Yield what a mention of a commodity stands for.

        Why:
            "The drug" and "ore" are, in an article on heroin or gold, heroin or gold.

        Known problems:
            A general word for something new in the article is taken for what was named before.

        Example:
            After "cocaine", "the drug" is cocaine and "the cargo" too.
        """
        met = sorted(self._goods, key=lambda key: self.known[key].last)
        word = clean(text, Label.COMMODITY).lower()
        meant = _GENERAL.get(word.removesuffix("s"))
        fitting = [key for key in met if meant is None or self._is_kind_of(key, meant)]
        if fitting and (meant is not None or word in PRONOUNS):
            yield fitting[-1]
        elif class_ := commodity_class(text):
            yield self._by_key(Label.COMMODITY, class_, word)

    def _is_kind_of(self, key: int, classes: frozenset[str]) -> bool:
        class_ = self.known[key].key
        return not classes or class_ in classes or COMMODITY_PARENTS.get(class_) in classes

    def _by_key(self, label: Label, key: str, name: str) -> int:
        number = self._keys.get((label, key))
        if number is None:
            number = self._keys[label, key] = len(self.known)
            self.known.append(Known(label, key))
            if label == Label.COMMODITY:
                self._goods.append(number)
        self.known[number].names[name] += 1
        return number

    def _named(self, mention: Named, text: str) -> Iterator[int]:
        label = mention.found.label
        name, nickname = without_nickname(clean(text, label))
        name = self._full.get(name, name)
        if label == Label.PLACE:
            name = region_name(name) or name
        name_slug = slug(name)
        if not name_slug:
            return
        if votes := self._votes.get(name_slug):
            label = min(votes, key=lambda each: (-votes[each], _BY_TRUST.index(each)))
        number = self._match(label, name)
        if number is None and label == Label.PERSON:
            number = self._body_called(name)
        if number is None:
            number = len(self.known)
            self.known.append(Known(label))
        self._note(number, name, mention)
        for other in {clean(text, label), nickname, place_alone(label, name)} - {name, ""}:
            self._note(number, other, mention)
        yield number

    def _note(self, number: int, name: str, mention: Named) -> None:
        known = self.known[number]
        known.names[name] += 1
        known.placed |= bool(mention.nested)
        (known.proper if proper(name, mention) else known.common).add(slug(name))
        if len(parts(name)) > len(parts(known.longest)):
            known.longest = name
        self._keys.setdefault((known.label, slug(name)), number)
        self._keys.setdefault((known.label, stem(known.label, name)), number)
        for word in set(map(singular, parts(name))):
            numbers = self._by_word[known.label, word]
            if number not in numbers[-1:]:
                numbers.append(number)

    def _match(self, label: Label, name: str) -> int | None:
        """Return the entity that a name was given to before, the last one met first."""
        for form in (name, without_owner(name) if label in _BODIES else name):
            for key in (slug(form), stem(label, form)):
                if (number := self._keys.get((label, key))) is not None:
                    return number
        words = parts(name)
        near = {singular(word) for word in words}
        numbers = {number for word in near for number in self._by_word[label, word]}
        for number in sorted(numbers, reverse=True)[:_MOST_COMPARED]:
            if any(may_be_one(label, words, parts(other)) for other in self.known[number].names):
                return number
        return None

    def _body_called(self, name: str) -> int | None:
        """Return the one body whose name begins with a single word; None where it is not one.

        Why:
            A firm is called by the first word of its name, which the tags often take for a surname.

        Known problems:
            A person with one name after whom a firm is called is taken for the firm.

        Example:
            After "Volta Shipping", "Volta" is the firm unless a person is called so.
        """
        words = parts(name)
        if len(words) != 1:
            return None
        found = {
            number
            for label in _BODIES
            for number in self._by_word[label, singular(words[0])]
            if parts(self.known[number].longest)[:1] == words and not self.known[number].described
        }
        return found.pop() if len(found) == 1 else None

    def _kin(self, mention: Named) -> list[int]:
        """Return the persons of one surname that a plural of it stands for; none where it is none.

        Why:
            "The two Quispes" and "the Quispe brothers" are the persons, not a group of that name.

        Known problems:
            Relatives named later in the text are not among them.

        Example:
            After Rosa and Juan Quispe, "the Quispe brothers" is both.
        """
        match = _KIN.fullmatch(mention.text)
        if not match or mention.found.label not in {Label.PERSON, Label.GROUP}:
            return []
        plural = slug(match[1])
        surnames = [plural] if match[2] else [plural.removesuffix(end) for end in ("es", "s")]
        full = [
            key
            for surname in surnames
            for key in dict.fromkeys(self._by_word[Label.PERSON, singular(surname)])
            if parts(self.known[key].longest)[1:][-1:] == (surname,)
        ]
        return full if len(full) > 1 else []

    def _antecedents(self, mention: Named) -> list[int]:
        recent = self._history.recent()
        if not recent:
            return []
        candidates = [
            Candidate(key, self.known[key].label, self._shown(self.known[key])) for key in recent
        ]
        found = mention.found
        reference = Reference(mention.text, found.label, mention.sentence, found.start)
        shares = self._ranker.shares(self._history, reference, candidates)
        if self._choices is not None:
            weighed = tuple(zip(recent, shares, strict=True))
            self._choices.append(Choice(found.start, found.end, weighed))
        best = max(range(len(recent)), key=lambda n: (shares[n], -n))
        if shares[best] < self._share:
            return []
        return [recent[best]]

    def _shown(self, known: Known) -> str:
        return known.longest or next(iter(known.names))


def _bare(mention: Named) -> bool:
    """Tell whether a mention that is tagged as a name has only a common noun or a pronoun.

    Why:
        "The movement" or "the port city" refers to what was named before; it names nothing new.

    Known problems:
        A described place ("the tri-border area") is given up.

    Example:
        "casino" is bare, "fuel ring" is not.
    """
    text = mention.text
    if text.lower() in PRONOUNS:
        return True
    words = clean(text, mention.found.label).split()
    if mention.found.label == Label.PLACE:
        return text.islower()
    return mention.found.label in _BODIES and len(words) == 1 and text.islower()


def _ids(known: Iterable[Known], document: str) -> Iterator[str]:
    events = 0
    for entity in known:
        name = _name(entity)
        if entity.label in _BY_TABLE:
            yield entity_id(entity.label, entity.key)
        elif not entity.described:
            yield entity_id(entity.label, name)
        elif entity.label == Label.EVENT:
            events += 1
            yield event_id(document, events)
        elif entity.placed:
            yield entity_id(entity.label, name)
        else:
            yield described_id(entity.label, name, document)


def _name(known: Known) -> str:
    """Return the fullest name, written as it mostly is, but not in the capitals of a headline."""
    if known.label == Label.COUNTRY:
        return country_name(known.key)
    if known.label == Label.COMMODITY:
        return commodity_name(known.key)
    longest = known.longest or next(iter(known.names))
    forms = {name: count for name, count in known.names.items() if slug(name) == slug(longest)}
    best = min(forms, key=lambda n: (shouted(n), -forms[n], sum(map(str.isupper, n)), n))
    return best.title() if shouted(best) and known.label in {Label.PERSON, Label.PLACE} else best


def _entity(id_: str, group: list[Known]) -> Entity:
    names = Counter[str]()
    for known in group:
        names.update(known.names)
    first = group[0]
    name = _name(first)
    return Entity(
        id=id_,
        label=first.label,
        name=name,
        aliases=tuple(sorted(set(names) - {name})),
        described=first.label not in _BY_TABLE and all(known.described for known in group),
    )
