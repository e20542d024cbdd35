"""Change pathways of a CTG: records, state machines, rules (domain.md §7), without storage nor pages."""
