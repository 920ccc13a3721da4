"""Which 科目 a name in the narrative is."""

from __future__ import annotations

from gouji.lexicon import Dims, Lexicon
from gouji.lexicon.lexicon import code_class
from gouji.narrative.vocabulary import Token, Vocabulary

_ECONOMIC = {"E", "G"}


class ItemIndex:
    """Finds the code of a named item, by the document's own tables first and the lexicon's code tables second."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self.lexicon = lexicon
        self.vocabulary = vocabulary
        self.ends = frozenset(["", *lexicon.phrases["items"]["tails"]])

    def resolve(self, token: Token, context: Dims) -> str:
        """The token's code; "" if its name fits none, or several that the context does not tell apart."""
        if len(token.codes) == 1 and (not token.names or token.names[0][:1] not in self.lexicon.levels):
            return token.codes[0] if self._fits(token.codes[0], context) else ""
        if token.names and token.names[0][:1] in self.lexicon.levels:
            return token.codes[0] if token.codes else self._by_path(token.names, context)
        return self._choose(set(token.codes), context)

    def _fits(self, code: str, context: Dims) -> bool:
        """Whether a code is of the classification spoken of; 经济科目 may be those of either kind."""
        wanted, own = context.classification, code_class(code)
        return not wanted or own == wanted or {own, wanted} == _ECONOMIC

    def _choose(self, codes: set[str], context: Dims) -> str:
        if context.classification:
            codes = {code for code in codes if code_class(code) == context.classification}
        if context.item.startswith("F:"):
            inside = {code for code in codes if code.startswith(context.item[2:])}
            codes = inside or codes
        by_class = {c: {code for code in codes if code_class(code) == c} for c in "FEG"}
        order = "EFG" if context.nature in ("basic", "personnel", "public") and not context.classification else "FEG"
        for classification in order:
            found = by_class[classification]
            if len(found) == 1:
                return next(iter(found))
            if found:
                tops = {code for code in found if len(code) == 3}
                return next(iter(tops)) if len(tops) == 1 else ""
        return ""

    def _names(self, code: str) -> set[str]:
        """What a code is called in the document, and in the classification in any year: names are copied from year to year."""
        known = self.lexicon.named.get((code_class(code), code), ())
        return {*self.vocabulary.codes.get(code, ()), *(each.name for each in known)}

    def _by_path(self, path: tuple[str, ...], context: Dims) -> str:
        path = tuple(map(self.vocabulary.spelt, path))
        level, name = path[-1][0], path[-1][1:]
        length = self.lexicon.levels[level]
        candidates = self._candidates(name, length)
        for step in path[:-1]:
            width = self.lexicon.levels[step[0]]
            fitting = {c for c in candidates if self._same_name(step[1:], c[:width])}
            candidates = fitting or {c for c in candidates if self._is_called(name, c) and self._is_above(step[1:], c)}
        candidates = {c for c in candidates if c in self.vocabulary.codes} or candidates
        if len(candidates) > 1 and context.item.startswith("F:"):
            for above in (context.item[2:], context.item[2:5]):
                candidates = {c for c in candidates if c.startswith(above)} or candidates
        return next(iter(candidates)) if len(candidates) == 1 else ""

    def _candidates(self, name: str, length: int) -> set[str]:
        """The codes of a level that are called so in the document, else in the classification; the very name before one like it."""
        own, table = self.vocabulary.names, self.lexicon.names["F"]
        exact = [codes for codes in (own.get(name), table.get(name)) if codes]
        alike = ([codes for n, codes in names.items() if self._alike(name, n)] for names in (own, table))
        for found in (*([codes] for codes in exact), *alike):
            codes = {code for each in found for code in each if len(code) == length and code_class(code) == "F"}
            if codes:
                return codes
        return set()

    def _is_called(self, name: str, code: str) -> bool:
        """Whether it is the very name of a code, but for a last 支出."""
        return any(name.startswith(known) and name[len(known) :] in self.ends for known in self._names(code))

    def _is_above(self, name: str, code: str) -> bool:
        """Whether a name is that of a level above a code, whatever mark it bears (行政事业单位离退休（类）…（项）)."""
        widths = (width for width in self.lexicon.levels.values() if width < len(code))
        return any(self._same_name(name, code[:width]) for width in widths)

    def _same_name(self, name: str, code: str) -> bool:
        return any(self._alike(name, known) for known in self._names(code))

    def _alike(self, written: str, known: str) -> bool:
        """Equal, or written with a lead-in (其中教育支出), without its last word (社会保障和就业 for …支出) or with one more."""
        return (
            written == known
            or (len(known) > 3 and known in written and written.rpartition(known)[2] in self.ends)
            or (len(written) > 1 and known.startswith(written) and known[len(written) :] in self.ends)
        )
