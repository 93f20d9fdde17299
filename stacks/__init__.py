"""The order platform of a shop: one stack per stage, composed of the pieces in ``stacks.platform``.

`sluice diff dev` shows what a change in here would do, `sluice deploy dev` does it.
"""
