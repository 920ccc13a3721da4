"""Relations (勾稽关系): identities that facts must satisfy, evaluated on intervals.

Each relation can say whether it holds, and which values of any one of its sites would make it hold, the others being
as they are. A relation fails only if no true values behind the displayed numbers can satisfy it.
"""

from gouji.relations.comparisons import Agree, AtMost, Between, Change, Flat, Order, Same
from gouji.relations.rates import Growth, GrowthFrom, Ratio, SignedGrowth
from gouji.relations.relation import Demand, Group, Outcome, Relation, accepts
from gouji.relations.sums import ChangeSum, Sum

__all__ = [
    "Agree",
    "AtMost",
    "Between",
    "Change",
    "ChangeSum",
    "Demand",
    "Flat",
    "Group",
    "Growth",
    "GrowthFrom",
    "Order",
    "Outcome",
    "Ratio",
    "Relation",
    "Same",
    "SignedGrowth",
    "Sum",
    "accepts",
]
