"""Writes the constructs, the reference and the provider's answers from the catalogue.

python -m provider_lib.generator
"""

from __future__ import annotations

from provider_lib.generator.files import generated_files, write
from provider_lib.plugin import ANSWERS, prepare_answers
from provider_lib.systems import CATALOGUE

if __name__ == "__main__":
    write(generated_files(CATALOGUE))
    prepare_answers(ANSWERS)
