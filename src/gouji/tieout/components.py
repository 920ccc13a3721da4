"""Which failing relations belong together, so that one number may explain them."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.facts import Fact, Site
from gouji.relations import Relation


def components(failing: Sequence[Relation]) -> list[list[Relation]]:
    """Failing relations that share a site belong together."""
    parent: dict[Site, Site] = {}

    def root(node: Site) -> Site:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for relation in failing:
        sites = [site for site in relation.sites if not (isinstance(site, Fact) and site.blank)]
        for site in sites[1:]:
            parent[root(site)] = root(sites[0])
    groups: dict[Site, list[Relation]] = {}
    for relation in failing:
        first = next((s for s in relation.sites if not (isinstance(s, Fact) and s.blank)), relation.sites[0])
        groups.setdefault(root(first), []).append(relation)
    return list(groups.values())
