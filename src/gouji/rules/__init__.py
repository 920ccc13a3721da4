"""Rules: how causes found by tie-out become findings. One module per rule; the registry is filled by importing them."""

from gouji.rules.registry import RULES, Rule, findings_of, notes_of, remarks_of

__all__ = ["RULES", "Rule", "findings_of", "notes_of", "remarks_of"]
