"""A campaign of faults: random stacks are deployed through the real command while things break, then once in peace.

What the server then has is compared with what was declared. ``make chaos N=200 SEED=1``; docs/reliability.md.
"""
