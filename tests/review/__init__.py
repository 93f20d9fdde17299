"""The review of plans: pure functions over plans that the real core made, which are kept in ``plans/``."""
