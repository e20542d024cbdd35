# make run: makes the environment, installs, opens the application on its embedded data
# make test: the same for the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PYTHONS ?= 3.11 3.12 3.13

.PHONY: run test lint bench attaque fuzz soak soak-import reference demo bundle bundle-test clean

$(VENV)/.run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

attaque: $(VENV)/.test
	CTG_ATTAQUES=1000 $(BIN)/python -m pytest -n 2 tests/diagnostic/test_attaque_audit.py

fuzz: $(VENV)/.test
	CTG_MUTATIONS=10000 CTG_GRAINE=1000000 $(BIN)/python -m pytest -n 2 --dist worksteal tests/loaders/test_mutations.py

soak-import: $(VENV)/.test
	CTG_KILLS=50 $(BIN)/python -m pytest tests/store -k kill

soak: $(VENV)/.test
	CTG_SEQUENCES=10000 CTG_MORTS=200 $(BIN)/python -m pytest -n 2 --dist worksteal tests/storage -k "sequence or kill"

reference: $(VENV)/.run
	$(BIN)/python -m ctg_data reference build

demo: $(VENV)/.run
	$(BIN)/python -m ctg_data.demonstration

bundle: $(VENV)/.run
	$(BIN)/python -m livraison $(PYTHONS)

bundle-test: $(VENV)/.run
	$(BIN)/python -m livraison --essai

clean:
	rm -rf $(VENV) build captures .pytest_cache .ruff_cache
