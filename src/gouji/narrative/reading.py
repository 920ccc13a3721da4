"""The narrative of a document, read: every section under its heading, sentence by sentence, into what it asserts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gouji.document import Block, Document, Heading, Paragraph, Table
from gouji.facts import TOTALS, Fact
from gouji.lexicon import NOTHING, Dims, Lexicon
from gouji.lexicon.lexicon import code_class, plain
from gouji.narrative.claims import Change, Claim, Group, Mention, Narrative, Stating, Unfiscal
from gouji.narrative.frames import Frames, frames
from gouji.narrative.items import ItemIndex
from gouji.narrative.kept import Kept
from gouji.narrative.rows import row
from gouji.narrative.scene import Scene, Setting, Words
from gouji.narrative.sections import Sections
from gouji.narrative.state import State, Told, unknown
from gouji.narrative.steps import read
from gouji.narrative.tokens import tokens
from gouji.narrative.vocabulary import Kind, Token, Vocabulary
from gouji.precompiled import pattern_of
from gouji.quantity import ZERO, NumberKind, Quantity, unit_named
from gouji.recall import Recall

_HEAD = pattern_of(r"[。:]")
_SECTION_LEVEL = 2
_PLANNED = ("m", "M")
_TELLING = (Kind.NUMBER, Kind.ABSENCE, Kind.AMONG, Kind.INCLUDES, Kind.DIRECTION)


def read_narrative(
    document: Document, vocabulary: Vocabulary, kind: str, year: int, recall: Recall[Kept] | None = None
) -> Narrative:
    """What every heading and paragraph says, in order; of a document that comes again, only the sections that `recall` does
    not know are read."""
    lexicon = vocabulary.lexicon
    setting = Setting(
        lexicon,
        Words.of(lexicon, vocabulary.units),
        ItemIndex(lexicon, vocabulary),
        vocabulary.units,
        year,
        "budget" if kind == "budget" else "final",
    )
    reader = _Reader(document, setting, Sections(lexicon), frames(lexicon), recall)
    return Narrative.joined(reader.sections_read())


@dataclass(slots=True)
class _Reader:
    """Goes through a document; `groups` are the lists that the sections read so far leave open; `in_project` where what follows
    is about one project (项目名称：…); `leading` is what the paragraph before spoke of first, `changed` what it said has changed."""

    document: Document
    setting: Setting
    sections: Sections
    frames: Frames
    recall: Recall[Kept] | None
    groups: tuple[Group, ...] = ()
    paragraph: int = 0
    in_project: bool = False
    leading: tuple[int, Dims | None] = (0, None)
    changed: tuple[Change, ...] = ()

    def sections_read(self) -> Iterator[Narrative]:
        section: list[Heading | Paragraph] = []
        for block in _blocks(self.document, self.setting.lexicon):
            if isinstance(block, Heading) and block.level <= _SECTION_LEVEL:
                yield self._section(section)
                section = []
                self._enter(block)
            elif not isinstance(block, Table):
                section.append(block)
        yield self._section(section)

    def _section(self, blocks: Sequence[Heading | Paragraph]) -> Narrative:
        """What stands under a heading, read or known from before."""
        if self.recall is None or self.groups or not blocks:
            return self._read_all(blocks)[0]
        start, before = blocks[0].span.start, self.paragraph
        texts = tuple((b.level, b.span.moved(-start), b.flow.text, self.document.quote(b.span)) for b in blocks)
        key = (self.setting.items.vocabulary, self.setting.year, self.setting.measure, self.sections.path, texts)
        known = self.recall.take(key)
        if known is None:
            narrative, facts = self._read_all(blocks)
            known = Kept.of(narrative, facts, self.groups, start, before, self.paragraph)
        known.move(start, before)
        self.paragraph = before + known.paragraphs
        self.groups = known.groups
        if all(group.level >= _SECTION_LEVEL for group in self.groups):  # else the next section may add to them
            self.recall.keep(key, known)
        return known.narrative

    def _read_all(self, blocks: Iterable[Heading | Paragraph]) -> tuple[Narrative, list[Fact]]:
        mentions: list[Mention] = []
        claims: list[Claim] = []
        facts: list[Fact] = []
        for block in blocks:
            if isinstance(block, Heading):
                self._enter(block)
                continue
            self.paragraph += 1
            if not self.setting.lexicon.label_line.fullmatch(block.flow.text):
                own, said = self._read(block)
                claims += said
                mentions += _mentions(self.sections, self.paragraph, own, said)
                facts += (fact for _, fact in own)
        return Narrative.of(mentions, claims), facts

    def _enter(self, heading: Heading) -> None:
        self.leading, self.changed = (0, None), ()
        self.in_project = _names_project(heading, self.setting)
        self.sections.enter(heading, _heading_dims(heading, self.setting, self.sections))
        self.groups = tuple(group for group in self.groups if group.open_ended and heading.level > group.level)
        for group in self.groups:
            group.numbered = group.numbered or not group.children  # 1.财政拨款收入⏎150.00万元，…⏎2.其他收入20.00万元

    def _read(self, block: Paragraph) -> tuple[list[tuple[Token, Fact]], list[Claim]]:
        """The numbers of a paragraph, and what it claims."""
        flow = block.flow
        self.in_project = self.in_project or _names_project(block, self.setting)
        found = tokens(flow.text, self.setting.items.vocabulary)
        facts = {
            index: fact
            for index, token in enumerate(found)
            if token.start >= block.marker and (fact := _fact(found, index, block, self.setting)) is not None
        }
        own = [(found[index], fact) for index, fact in facts.items()]
        telling = any(token.kind in _TELLING for token in found if token.start >= block.marker)
        if self.sections.is_text or not telling:
            return own, [Unfiscal(fact, "not fiscal") for fact in facts.values()]
        base = NOTHING if self._is_local else self.sections.dims
        letters = self.frames.letters(found, facts)
        scene = Scene(
            self.setting,
            self.sections,
            flow,
            found,
            letters,
            facts,
            self.paragraph,
            base,
            block.marker,
            block.level if block.marker else 0,
            bool(block.marker) and _begins_with_a_unit(flow.text[block.marker :], self.setting.lexicon),
        )
        beginning = self._beginning(scene)
        state, claims = read(beginning._replace(told=Told(before=self.changed)), scene, self.frames)
        self.groups, self.changed = state.groups, state.told.changes
        self.leading = (self.paragraph, state.focus.leading)
        return own, [*claims, row(scene)]

    @property
    def _is_local(self) -> bool:
        """Whether what paragraphs tell is of what they name alone."""
        return self.sections.is_performance or self.in_project

    def _beginning(self, scene: Scene) -> State:
        """Of what a paragraph speaks before it says so: what its headings settle, or in a list nobody knows."""
        local = scene.marker > 0 or self._is_local
        known = not local or bool(scene.base.item)
        if local and self.groups and self.groups[-1].open_ended:
            known = False
        groups = [group for group in self.groups if group.open_ended]
        if scene.marker:
            groups = [group for group in groups if group.row < scene.level and (group.numbered or not group.children)]
            for group in groups:
                group.numbered = True
        before, led = self.leading
        if led is not None and before == self.paragraph - 1 and not scene.marker:
            whole = scene.base.item[1:2] == ":" and led.item in ("", *TOTALS)
            if scene.letters[:1] == "v" or (whole and scene.letters[:1] in _PLANNED):
                # 与上年对比增加30.00万元; 1.…（项）⏎…⏎一般公共预算支出…⏎年初预算…: of the whole again
                return State(led._replace(measure="", period=0), tuple(groups))
        return State(scene.base if known else unknown(scene, 0), tuple(groups))


def _begins_with_a_unit(text: str, lexicon: Lexicon) -> bool:
    """1.云岭市林业局（本级）。2024年收支预算…: whether a paragraph of a list is headed by the name of one unit."""
    head = plain(_HEAD.split(text, 1)[0])
    return head != plain(text) and lexicon.is_unit(head)


def _names_project(block: Heading | Paragraph, setting: Setting) -> bool:
    text = block.title if isinstance(block, Heading) else block.flow.text[block.marker :]
    return text.startswith(setting.lexicon.phrases["projects"]["labels"])


def _blocks(document: Document, lexicon: Lexicon) -> Iterator[Block]:
    """The blocks of a document, a paragraph that begins with 其中 as the end of the one before it."""
    goes_on = lexicon.phrases["among"]["goes_on"]
    last: Block | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and block.flow.text.startswith(goes_on):
            last = replace(last, flow=last.flow + block.flow)
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _heading_dims(heading: Heading, setting: Setting, sections: Sections) -> Dims:
    """What the words of a heading settle; of several items, none."""
    dims = NOTHING
    items: set[str] = set()
    levels = setting.lexicon.levels
    for token in tokens(heading.title, setting.items.vocabulary):
        if token.kind is Kind.TERM and token.dims:
            if token.dims.item and token.dims.item not in TOTALS:
                items.add(token.dims.item)
            flow = token.dims.flow
            if flow and dims.flow and {flow, dims.flow} == {"income", "expenditure"}:
                flow = "both"
            dims = token.dims._replace(flow=flow).over(dims)
        elif token.kind is Kind.ITEM and token.names and token.names[0][0] in levels and len(token.names[0]) > 1:
            code = setting.items.resolve(token, sections.dims)
            dims = dims._replace(item=f"{code_class(code)}:{code}" if code else "N:" + "/".join(token.names))
            items.add(dims.item)
    return dims._replace(item="") if len(items) > 1 or dims.item in TOTALS else dims


def _fact(found: Sequence[Token], index: int, block: Paragraph, setting: Setting) -> Fact | None:
    """The fact that a number states; None for a bare one that may be anything. A bare 0 behind 为 is nothing."""
    token = found[index]
    number = token.number
    if number is None or number.quantity is None:
        return None
    quantity = number.quantity
    if block.flow.text.startswith(setting.lexicon.phrases["fillers"]["thresholds"], token.end):
        return None
    if number.kind is NumberKind.BARE and "." not in number.digits:
        behind = found[index + 1] if index + 1 < len(found) else None
        stands = behind is None or (behind.kind is Kind.STOP and behind.text in ",。;、)")
        nothing = setting.lexicon.phrases["fillers"]["nothing"]
        if number.digits != "0" or not stands or block.flow.text[token.start - 1 : token.start] not in nothing:
            return None
        quantity = Quantity(ZERO, ZERO, unit_named("元"))
    elif number.kind is NumberKind.BARE:
        quantity = _like_its_change(found, index) or quantity
    return Fact(quantity, block.flow.span(token.start, token.end))


def _like_its_change(found: Sequence[Token], index: int) -> Quantity | None:
    """比上年支出400.00减少25.00万元: a number whose unit is left out has that of the change right behind it."""
    ahead = found[index + 1 : index + 3]
    if len(ahead) < 2 or ahead[0].kind is not Kind.DIRECTION or ahead[1].number is None:
        return None
    bare, change = found[index].number, ahead[1].number
    if bare is None or change.kind is not NumberKind.AMOUNT or change.quantity is None:
        return None
    return Quantity.read(bare.digits + change.quantity.unit.name)


def _mentions(
    sections: Sections, paragraph: int, own: list[tuple[Token, Fact]], claims: Sequence[Claim]
) -> Iterator[Mention]:
    """The numbers with a unit, each with what the claims read it as."""
    stated = {claim.fact: claim for claim in claims if isinstance(claim, Stating)}
    unfiscal = {claim.fact: claim.reason for claim in claims if isinstance(claim, Unfiscal)}
    for token, fact in own:
        assert token.number is not None
        if fact.quantity.unit.dimension != "bare" and token.number.digits[-1].isascii():
            said = stated.get(fact)
            yield Mention(
                fact,
                sections.section,
                paragraph,
                token.start,
                unfiscal.get(fact, ""),
                said.dims if said else None,
                said.natures if said else (),
                said.under if said else "",
            )
