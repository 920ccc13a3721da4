"""Numbers up to 99 in Chinese digits."""

COUNTING = "一二三四五六七八九十"
"""The digits that numbers of lists are written in."""
_ONES = "零一二三四五六七八九"
_NUMERALS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


def number(text: str) -> int:
    """A number up to 99 in Arabic or Chinese digits.

    >>> number("十四"), number("两"), number("4")
    (14, 2, 4)
    """
    return int(text) if text.isdecimal() else chinese(text)


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese digits.

    >>> numeral(9), numeral(14), numeral(20)
    ('九', '十四', '二十')
    """
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _ONES[tens]) + ("十" if tens else "") + (_ONES[ones] if ones else "")


def chinese(digits: str) -> int:
    """A number in Chinese digits, 两 among them; of too many (a misprint) the last count.

    >>> chinese("二十三"), chinese("十"), chinese("十三三"), chinese("二十十")
    (23, 10, 13, 10)
    """
    tens, _, ones = digits.rpartition("十")
    if "十" in digits:
        return _NUMERALS.get(tens[-1:], 1) * 10 + _NUMERALS.get(ones[-1:], 0)
    return _NUMERALS[digits[-1]]
