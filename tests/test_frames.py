"""The grammar of the narrative: total tokens, frames that are data, a state that never changes, readings that confirm or accuse."""

import tomllib
from pathlib import Path

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.lexicon import Dims, lexicon
from gouji.lexicon.reading import FaultError
from gouji.linter import lint_document
from gouji.narrative.frames import SLOTS, compiled, frames
from gouji.narrative.state import State
from gouji.narrative.steps import FRAMES
from gouji.narrative.tokens import tokens
from gouji.narrative.vocabulary import Kind, Vocabulary
from gouji.quantity import NumberKind, fold, scan
from gouji.readers.text import read_text
from gouji.report import Report
from gouji.resources import read_lexicon

FILES = sorted((Path(__file__).parent / "wording").glob("*.toml"))
CASES = [case for path in FILES for case in tomllib.loads(path.read_text("utf-8")).get("case", ())]
VOCABULARY = Vocabulary.build(lexicon(), (), ())


def _lint(text: str, kind: str = "budget") -> Report:
    return lint_document(read_text(f"二、支出预算情况说明\n\n{text}\n", "例.txt"), Config(kind=kind, year=2026))


def _states(text: str, kind: str = "budget") -> dict[str, str]:
    report = _lint(text, kind)
    return {m.fact.text: report.tieout.states[m.fact] for m in report.narrative.mentions}


def _errors(text: str, kind: str = "budget") -> list[str]:
    return [f.code for f in _lint(text, kind).findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("name", "claim", "like"),
    [(f["name"], f["claim"], f["like"]) for f in read_lexicon("frames.toml")["frame"]],
    ids=lambda each: str(each),
)
def test_a_frame_reads_its_example(name: str, claim: str, like: str) -> None:
    found = tokens(fold(like), VOCABULARY)
    letters = frames(lexicon()).letters(found, range(len(found)))
    read = next((f for i in range(len(found)) for f in frames(lexicon()).at(letters, i)), None)
    assert read is not None, name
    assert read.claim == claim
    assert claim in FRAMES


def test_a_total_that_is_both_a_years_income_and_carried_over_accuses_nobody() -> None:
    text = "本年度收入．财政拨上年结转款收入预算总计276.22万元、本年度收入．财政拨上年结转款收入预算总计276.22万元、276.22万元至276.22万元。"
    assert _errors(text, "final") == []


def test_a_bound_in_the_place_of_a_number_accuses_nobody() -> None:
    for frame in read_lexicon("frames.toml")["frame"]:
        like = frame["like"]
        for number in scan(like):
            if number.kind in (NumberKind.AMOUNT, NumberKind.RATE):
                text = f"2026年财政拨款支出{like[: number.end]}以上{like[number.end :]}"
                accused = [f.stated for f in _lint(text).findings if f.severity is Severity.ERROR]
                assert like[number.start : number.end] not in accused, text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_character_belongs_to_a_token(case: dict) -> None:
    text = fold(case["text"])
    found = tokens(text, VOCABULARY)
    assert [token.start for token in found] == [0, *(token.end for token in found[:-1])]
    assert found[-1].end == len(text)


def test_what_no_list_knows_is_a_token_of_its_own() -> None:
    kinds = [token.kind for token in tokens("减少了某某1.50万元", VOCABULARY)]
    assert kinds == [Kind.DIRECTION, Kind.UNKNOWN, Kind.NUMBER]


def test_nothing_is_claimed_across_an_unknown_word() -> None:
    known = "2026年支出预算100.00万元，比上年减少25.00万元，下降30.00%。"
    assert _errors(known) == ["A101"]
    assert _errors(known.replace("减少25", "减少某某的25")) == []


def test_a_pattern_names_its_fault() -> None:
    with pytest.raises(FaultError, match="不认识的种类 money"):
        compiled("way:direction money")
    with pytest.raises(FaultError, match="看不懂句式"):
        compiled("way:direction ，")


def test_a_state_never_changes() -> None:
    with pytest.raises(AttributeError):
        State(Dims()).subject = Dims(item="total")  # type: ignore[misc]


def test_behind_a_bracket_the_talk_is_of_what_it_was() -> None:
    text = "本年支出合计120.00万元，其中：基本支出90.00万元（其中：人员经费75.00万元，公用经费15.00万元），占75.00%；项目支出30.00万元，占25.00%。"
    assert set(_states(text, "final").values()) == {"recomputed"}
    assert _errors(text.replace("75.00%", "83.33%"), "final") == ["A104"]


LISTS = {
    "unknown nouns": "甲处业务费60.00万元，主要包括：乙类活动费41.50万元，用于宣传；丙类维护费18.50万元。",
    "nested": "甲处业务费60.00万元，包括：乙类活动费41.50万元（其中：场地费40.00万元、搭建费1.50万元）、丙类维护费18.50万元。",
    "changes": "甲处业务费比上年增加6.10万元，主要是乙类活动费增加8.40万元，丙类维护费减少2.30万元。",
    "paragraphs": "甲处业务费60.00万元，具体包括：\n1.乙类活动费41.50万元，用于宣传。\n2.丙类维护费18.50万元，用于维护。",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_that_adds_up_confirms_amounts_of_unknown_nouns(text: str) -> None:
    assert "unchecked" not in _states(text).values()
    wrong = text.replace("2.30", "2.70").replace("18.50", "17.50")
    assert "unchecked" in _states(wrong).values()
    assert _errors(wrong) == []


def test_an_amount_told_again_of_an_unknown_noun_is_confirmed() -> None:
    text = "甲类业务费31.20万元，用于宣传。\n乙类活动费9.00万元。\n甲类业务费31.20万元，主要用于宣传。"
    assert _states(text)["31.20万元"] == "recomputed"
    assert _states(text)["9.00万元"] == "unchecked"


def test_a_share_of_an_unknown_whole_confirms() -> None:
    text = "馆藏总量400.00万元，其中古籍300.00万元，占馆藏总额的75.00%。"
    assert _states(text)["75.00%"] == "recomputed"
    assert _errors(text.replace("75.00%", "85.00%")) == []


def test_a_threshold_is_no_amount() -> None:
    assert _states("单价100万元以上的设备3台。") == {"3台": "unchecked"}


def test_the_base_of_a_comparison_may_name_its_subject_again() -> None:
    text = "2026年“三公”经费预算11.00万元，比2025年财政拨款“三公”经费年初预算增加1.00万元，增长10.00%。"
    assert set(_states(text).values()) == {"recomputed"}
    assert _errors(text.replace("10.00%", "12.00%")) == ["A101"]


def test_a_comparison_behind_a_purpose_speaks_of_the_amount() -> None:
    text = "行政运行支出90.00万元，主要用于工资、水电费等支出，比上年减少10.00万元，下降10.00%。"
    assert _errors(text) == []
    assert "A101" in _errors(text.replace("下降10.00%", "下降11.00%"))


def test_a_word_that_holds_a_reason_word_gives_no_reason() -> None:
    text = "信访系统2026年支出预算100.00万元，比上年减少25.00万元，下降30.00%。"
    assert _errors(text) == ["A101"]


def test_each_name_has_its_amount_or_nobody_knows_whose_they_are() -> None:
    text = "2026年收入总计、支出总计分别为100.00万元、100.00万元，其中：基本支出60.00万元，项目支出40.00万元。"
    told = [[key.flow for key in m.fact.keys] for m in _lint(text).narrative.mentions]
    assert told[:2] == [["income"], ["expenditure"]]
    three = "货物、工程、服务分别为10.00万元、12.00万元和8.00万元。"
    assert _errors(three) == []


APART = """“三公”经费支出决算12.00万元。
1.因公出国（境）费。本年度无财政拨款因公出国（境）费支出。
2.公务用车购置及运行费。支出决算9.00万元。
3.公务接待费。支出决算3.00万元。"""


def test_parts_in_paragraphs_of_their_own_add_up_where_the_others_are_denied() -> None:
    assert _errors(APART, "final") == []
    assert _errors(APART.replace("12.00", "15.00"), "final") == ["A105"]
    assert (
        _errors(APART.replace("12.00", "15.00").replace("本年度无财政拨款因公出国（境）费支出", "见附表"), "final")
        == []
    )


def test_a_deeper_list_ends_with_its_level() -> None:
    text = """2026年收入、支出预算总计105.00万元。其中：
（一）收入预算总计105.00万元。包括：
1．财政拨款收入预算100.00万元。其中：
（1）一般公共预算收入预算100.00万元。
2．事业收入预算5.00万元。
（二）支出预算总计105.00万元。包括：
1．教育（类）支出75.00万元。
2．住房保障（类）支出30.00万元。"""
    scopes = {key.scope for m in _lint(text).narrative.mentions for key in m.fact.keys if key.item.startswith("F:")}
    assert scopes == {"all"}


def test_a_value_that_is_reached_is_no_change() -> None:
    text = "2026年公务接待费预算比2025年减少2.00万元，下降为3.00万元，下降40.00%。"
    assert "3.00万元" in {m.fact.text for m in _lint(text).narrative.mentions if m.dims is not None}
    assert "A102" not in _errors(text)


def test_every_claim_says_which_slots_it_needs() -> None:
    assert SLOTS.keys() == FRAMES.keys()


def test_a_change_of_what_nobody_knows_is_confirmed_by_the_amount_before() -> None:
    states = _states("同口径比2025年减少25.00万元，下降20%。")
    assert states["25.00万元"] == "unchecked"
    states = _states("“三公”经费预算总额为100.00万元，同口径比2025年减少25.00万元，下降20%。")
    assert states["20%"] == "recomputed"
    assert not _errors("“三公”经费预算总额为100.00万元，同口径比2025年减少26.00万元，下降20%。")


def test_both_sides_of_a_total_are_lists_of_it() -> None:
    text = (
        "财政拨款收支总预算100.00万元。收入包括：一般公共预算拨款90.00万元、上年结转10.00万元；"
        "支出包括：教育支出60.00万元、卫生健康支出28.00万元、住房保障支出12.00万元。"
    )
    assert set(_states(text).values()) == {"recomputed"}


def test_a_list_opens_behind_what_its_total_changed_by() -> None:
    text = (
        "“三公”经费支出合计30.00万元，比预算数减少6.00万元，主要是任务推迟。其中，因公出国（境）费4.00万元，减少3.00万元；"
        "公务用车购置及运行费24.00万元，减少2.00万元；公务接待费2.00万元，减少1.00万元。"
    )
    assert set(_states(text, "final").values()) == {"recomputed"}
