"""From claims to relations: every relation that a document's narrative asserts."""

from __future__ import annotations

from collections.abc import Iterator, Set

from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.narrative.claims import Narrative
from gouji.relations import Relation
from gouji.tieout.amountless import Amountless
from gouji.tieout.averages import Averages
from gouji.tieout.book import Book
from gouji.tieout.breakdowns import Breakdowns
from gouji.tieout.budgets import Budgets
from gouji.tieout.carried import Carried
from gouji.tieout.changed_parts import ChangedParts
from gouji.tieout.changes import Changes
from gouji.tieout.closed import Closed
from gouji.tieout.coded import Coded
from gouji.tieout.complete import Complete
from gouji.tieout.completions import Completions
from gouji.tieout.count_shares import CountShares
from gouji.tieout.counted import Counted
from gouji.tieout.exceeding import Exceeding
from gouji.tieout.explained import ExplainedChanges
from gouji.tieout.listed import ListedChanges
from gouji.tieout.lists import Lists
from gouji.tieout.movements import Movements
from gouji.tieout.numbered import Numbered
from gouji.tieout.occasions import Occasions
from gouji.tieout.presence import Presences
from gouji.tieout.projects import Projects
from gouji.tieout.ratios import Ratios
from gouji.tieout.sames import Sames
from gouji.tieout.saved import Saved
from gouji.tieout.shared import Shared
from gouji.tieout.tabled_counts import TabledCounts
from gouji.tieout.told_apart import ToldApart
from gouji.tieout.unnamed import Unnamed
from gouji.tieout.unstated import Unstated
from gouji.tieout.vacancies import Vacancies


def linked(book: Book, claims: Narrative, lexicon: Lexicon, supported: Set[Fact]) -> Iterator[Relation]:
    """The relations of a narrative whose numbers are in the book; `supported` are the cells that a sum bears out."""
    yield from Changes(book, claims, lexicon).relations()
    yield from ChangedParts(book, claims, lexicon).relations()
    yield from ExplainedChanges(book, claims, lexicon).relations()
    yield from Movements(book, claims, lexicon).relations()
    ratios = [*Ratios(book, claims, lexicon).relations(), *Amountless(book, claims, lexicon).relations()]
    yield from ratios
    yield from Shared(book, claims, lexicon).relations(ratios)
    yield from Unstated(book, claims, lexicon).relations(ratios)
    yield from CountShares(book, claims, lexicon).relations()
    yield from Completions(book, claims, lexicon).relations()
    yield from Carried(book, claims, lexicon).relations()
    rooms = (Counted(book, claims, lexicon), Breakdowns(book, claims, lexicon), ToldApart(book, claims, lexicon))
    breakdowns = [relation for room in rooms for relation in room.relations()]
    yield from breakdowns
    yield from Coded(book, claims, lexicon).lists(breakdowns)
    yield from Exceeding(book, claims, lexicon).relations(breakdowns)
    yield from Closed(book, claims, lexicon).relations()
    yield from Occasions(book, claims, lexicon).relations()
    yield from Averages(book, claims, lexicon).relations()
    yield from Saved(book, claims, lexicon).relations()
    yield from Vacancies(book, claims, lexicon).relations()
    yield from Budgets(book, claims, lexicon).relations()
    lists = list(Lists(book, claims, lexicon).relations())
    yield from lists
    yield from Numbered(book, claims, lexicon).relations()
    yield from Complete(book, claims, lexicon).relations(lists)
    yield from ListedChanges(book, claims, lexicon).relations(lists)
    sames = Sames(book, claims, lexicon)
    yield from sames.relations(supported)
    yield from sames.meant()
    yield from TabledCounts(book, claims, lexicon).relations()
    yield from Unnamed(book, claims, lexicon).relations()
    yield from Projects(book, claims, lexicon).relations()
    yield from Presences(book, claims, lexicon).relations(supported)
