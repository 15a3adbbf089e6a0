# What you need: make, and Python 3.11, 3.12 or 3.13 with its venv module. Nothing else has to be set up.
.PHONY: setup run test check eval bench

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := uv>=0.13,<0.14
EXAMPLE := Is the memorandum legally binding?

# Install everything from the lock file into .venv.
setup: $(READY)

# Ingest the five articles in seeds/, answer one question, and serve http://127.0.0.1:8080 until Ctrl-C.
run: $(READY)
	@$(BIN)/briefing serve --ingest seeds --example "$(EXAMPLE)"

# The test suite, but for what takes minutes, a browser or a database server: .ci/run has that too. Four at a time,
# also on two cores, for much of it waits. Bytecode is kept
# wherever this runs: compiling all of it takes half a minute each time.
test: $(READY)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 4 --dist loadfile -m "not slow"

# Format, lint, types and the rules on who may import whom.
check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Answer three sets of questions on fresh stores, and fail below the bars in config/bars.toml.
eval: $(READY)
	@$(BIN)/briefing evaluate tests/data/stranger_questions.jsonl --corpus seeds --bars config/bars.toml
	@$(BIN)/briefing evaluate tests/data/harbour_questions.jsonl --corpus tests/data/harbour --bars config/bars.toml
	@$(BIN)/briefing evaluate tests/data/seed_questions.jsonl --corpus seeds --bars config/bars.toml

# Retrieval, speed and ingest, side by side with plain LangChain and Chroma. Takes minutes; give a SQuAD 2.0 file
# for figures worth quoting: make bench SQUAD=dev-v2.0.json
bench: $(READY)
	@$(BIN)/python -m bench $(if $(SQUAD),--squad "$(SQUAD)")

# uv comes from the same registry as everything else. It reads the addresses in uv.lock; where those cannot be
# reached, as behind a company's mirror, pip installs the same locked versions by its own configuration.
$(READY): pyproject.toml uv.lock
	@test -x $(BIN)/pip || { \
	  for python in python3 python3.13 python3.12 python3.11 python; do \
	    "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue; \
	    "$$python" -m venv $(VENV) && exit; \
	  done; \
	  echo "No Python 3.11, 3.12 or 3.13 with the venv module was found on the PATH." >&2; exit 1; }
	@echo "Installing into $(VENV); a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check '$(UV)'
	@UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --inexact --compile-bytecode || { \
	  echo "uv could not install; trying pip with the same versions." >&2; \
	  $(BIN)/uv export --frozen --quiet --no-emit-project --output-file $(VENV)/locked.txt && \
	  $(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/locked.txt && \
	  $(BIN)/python -m pip install --quiet --no-deps -e . ; }
	@$(BIN)/python -m compileall -q -j 2 bot retrieval config
	@touch $@
