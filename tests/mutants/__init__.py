"""Whether a test notices when something in ``rest/`` or ``protocol/`` is changed.

mutmut makes the mutants, in ``mutants/``: a copy of the package in which each function has all its mutants beside it
and chooses one of them when it is called. The tests are collected once, and each mutant is tried in a fork of that
process, by the tests that reach its function. ``make mutants MUTANTS="provider_lib.rest.json.*"``.
"""
