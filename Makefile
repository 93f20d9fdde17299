# Each target sets up what it needs; a fresh machine needs Python 3.11+, make and the package registries.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
LOWEST := .venv-lowest

.PHONY: install demo test test-lowest lint type fmt generate core freeze bench fuzz chaos matrix mutants cdk-clis browser pictures package lock clean

install: $(STAMP)

# A .venv that was begun but not finished is made anew.
$(STAMP): pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Sluice needs Python 3.11 or newer, and $(PYTHON) is not that."; \
	  echo "Name another one: make $(or $(MAKECMDGOALS),install) PYTHON=/path/to/python3.12"; exit 1; } >&2
	@test -e $(STAMP) && $(BIN)/python --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[cdktf,cdktn]" --group dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --group stubs
	@touch $(STAMP)

demo: $(STAMP)
	@$(BIN)/sluice demo

test: $(STAMP)
	$(BIN)/python -m pytest -n auto -rfEs

# On the oldest dependencies that pyproject.toml allows: whatever calls them. The rest of conformance varies what servers
# answer, and runs with LOWEST_TESTS="tests/conformance".
LOWEST_TESTS ?= tests/unit tests/synth tests/e2e/test_cli_errors.py $(addprefix tests/conformance/test_, \
  every_resource.py actions.py data_sources.py frozen_states.py bad_input.py)
test-lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python -m pytest -n auto $(LOWEST_TESTS)

$(LOWEST)/.installed: $(STAMP)
	$(BIN)/python -m venv --clear $(LOWEST)
	$(BIN)/python -m tests.lowest_versions > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(LOWEST)/bin/python -m pip install --quiet --constraint $(LOWEST)/constraints.txt \
	  --editable ".[cdktf,cdktn]" --group test
	@touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(STAMP)
	$(BIN)/mypy
	$(BIN)/pyright

fmt: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Whatever is made from the declarations: protocol stubs, constructs, docs/reference.
generate: $(STAMP)
	$(BIN)/python -m provider_lib.generator.protocol_stubs
	$(BIN)/python -m provider_lib.generator
	$(BIN)/ruff format --quiet provider_lib

# The wheel with which the provider alone, or the constructs alone, are installed: docs/design/parts.md.
core: $(STAMP)
	$(BIN)/python -m provider_lib.generator.core_wheel dist

# The states of resources that this version has not frozen yet: tests/conformance/frozen.
freeze: $(STAMP)
	$(BIN)/python -m tests.conformance.freeze

# Other cases than in `make test`, and more of them: make fuzz TIMES=20 SEED=1.
fuzz: $(STAMP)
	FUZZ_TIMES=$(or $(TIMES),20) FUZZ_SEED=$(or $(SEED),1) $(BIN)/python -m pytest -n auto tests/fuzz

# A campaign of faults against the sandbox, N runs of it: docs/reliability.md. CHAOS has more options (tests/chaos --help).
chaos: $(STAMP)
	$(BIN)/python -m tests.chaos --runs $(or $(N),200) --seed $(or $(SEED),1) $(CHAOS)

# What passes on which Terraform, into docs/compatibility.md: make matrix ENGINES="embedded terraform /opt/tofu-1.12".
# MATRIX=--all runs all of tests/conformance instead of the files that tell most.
matrix: $(STAMP)
	$(BIN)/python -m tests.matrix $(MATRIX) $(or $(ENGINES),embedded)

# Figures beside their budgets; then docs/performance.md, where SLUICE_BENCH_KAFKA_CONNECT and SLUICE_BENCH_RESTAPI name the
# executables of other providers to compare with: make bench SIZES=10,100 LATENCIES=0,50 ROUNDS=3.
bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.beside $(or $(SIZES),10,100,1000) $(or $(LATENCIES),0,50) $(or $(ROUNDS),3)

# Changes one thing after the other in the engine and the protocol, and sees whether a test notices: hours for all of it.
# MUTANTS="provider_lib.rest.json.*" does a part; SAMPLE=1500 SEED=1 draws so many, the same each time, and what was
# begun goes on where it ended. AGAIN=1 tries again what has survived, SHOW=1 shows it; SECONDS=20 is how long the tests of
# one mutant may take, and WORKERS=2 how many are tried side by side.
mutants: $(STAMP)
	$(BIN)/python -m pip install --quiet --group mutation
	set -f; $(BIN)/python -m tests.mutants $(MUTANTS) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) \
	  $(if $(WORKERS),--workers $(WORKERS)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(AGAIN),--again) $(if $(SHOW),--show)

# The cdktf and cdktn command lines (640 MB, in ~/.cache), for the tests that run them.
cdk-clis: $(STAMP)
	$(BIN)/python -m tests.e2e.cdk_clis

# A Chromium without a window (300 MB, in ~/.cache) and what drives it, for the tests that look at pages.
browser: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group browser
	$(BIN)/python -m tests.review.browser

# The pictures in docs/guides, of the kept plans and of a made-up estate.
pictures: browser
	$(BIN)/python -m tests.review.pictures

# What a release has, in dist/: the source and the wheel, and a provider without Python for machines like this one.
package: $(STAMP)
	$(BIN)/python -m hatchling build --directory dist
	$(BIN)/twine check --strict dist/terraform_provider_sluice-*
	$(BIN)/sluice provider package --out dist

# requirements.lock: each dependency with its newest version that we allow and its checksums, for every platform.
lock: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group lock
	$(BIN)/uv pip compile --quiet --universal --all-extras --generate-hashes --custom-compile-command "make lock" \
	  --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .venv-lowest .venv-bench .sluice cdktf.out mutants
