"""Relations (勾稽关系): identities that facts must satisfy, evaluated on intervals.

Each relation can say whether it holds, and which values of any one of its sites would make it hold, the others being
as they are. A relation fails only if no true values behind the displayed numbers can satisfy it.
"""

from gouji.relations.comparisons import Agree, AtMost, Between, Change, Flat, Nothing, Order, Same
from gouji.relations.rates import AlikeShares, Growth, GrowthFrom, Ratio, SignedGrowth
from gouji.relations.relation import Demand, Group, Outcome, Relation, accepts
from gouji.relations.sums import ChangeSum, Sum
from gouji.relations.weighted import Grown, WeightedGrowth

__all__ = [
    "Agree",
    "AlikeShares",
    "AtMost",
    "Between",
    "Change",
    "ChangeSum",
    "Demand",
    "Flat",
    "Group",
    "Grown",
    "Growth",
    "GrowthFrom",
    "Nothing",
    "Order",
    "Outcome",
    "Ratio",
    "Relation",
    "Same",
    "SignedGrowth",
    "Sum",
    "WeightedGrowth",
    "accepts",
]
