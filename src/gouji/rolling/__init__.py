"""Rolling forward (往前推一年): last year's published document becomes this year's, in its own words and formatting.

`slots` finds which number of the narrative is which figure, `changes` and `wording` what is said of its movement, `values` what this year's
statements give, `years` which years move on, `passages` what only people know; all of them give `edits`, which `run` puts into the text
and `word` into a Word file.
"""

from gouji.rolling.run import Rolled, RollOrder, roll

__all__ = ["RollOrder", "Rolled", "roll"]
