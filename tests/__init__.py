"""The proofs of the clinic, ring by ring: domain, content, operations, pages, journeys."""
