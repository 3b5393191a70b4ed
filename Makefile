# Every target sets up its environment first; an environment that is up to date costs nothing.
# ARGS is passed on:  make lab ARGS="--no-browser --port 8899"   make test ARGS="-k losses"

# Any Python will do to start with; uv brings one where there is none.
PYTHON ?= $(shell command -v python3 || command -v python || echo uv run --no-project python)
SETUP = $(PYTHON) tools/setup_env.py
BIN = .venv/bin
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --constraints requirements/pair.in --quiet

.DEFAULT_GOAL := help
.PHONY: help setup lab paint test test-browser test-index test-nightly test-teaching test-colab \
	test-newest test-all lock build editions figures site benchmarks style clean

help:  ## this list
	@grep -E '^[a-z-]+: .*##' Makefile | sed -E 's/: .*## */|/' | awk -F'|' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: ## the environment in .venv, and nothing else
	@$(SETUP)

lab: ## JupyterLab on the first lesson
	@$(SETUP) lab $(ARGS)

paint: export PROMPT := $(PROMPT)
paint: ## paint a sentence: make paint PROMPT="two mountains behind a lake at dusk"
	@$(SETUP) paint "$$PROMPT" $(ARGS)

test: ## every test and every notebook, with the network blocked
	@$(SETUP) test $(ARGS)

test-browser: setup ## every widget in a real Chromium (CHROMIUM=path if it is not found)
	@$(SETUP) --kind colab
	@$(SETUP) test --only browser $(ARGS)

test-index: ## what needs a package index: the locks and Colab's versions still solve
	@$(SETUP) test --only index $(ARGS)

test-nightly: ## what takes hours: 200 kills, 10,000 wrong arguments, an hour of widgets
	@$(SETUP) test --only nightly $(ARGS)

test-teaching: setup ## nbgrader in .venv-teaching, a class's JupyterHub in .venv-hub (needs npm)
	@$(SETUP) --kind teaching
	@$(PYTHON) deploy/jupyterhub/make_hub.py
	@$(SETUP) test --only teaching $(ARGS)

test-colab: ## the notebooks on Colab's versions, in .venv-colab (Python 3.13)
	@$(SETUP) --kind colab test --only notebooks $(ARGS)

test-newest: ## everything on TensorFlow 2.21 and the newest torch, in .venv-newest
	@$(SETUP) --kind newest test $(ARGS)

test-all: test test-browser test-index test-nightly test-teaching test-colab ## all of the above, and the solved notebooks
	@$(SETUP) test --only solutions

lock: setup ## compile requirements/*.txt from pyproject.toml (ARGS=--upgrade for newer versions)
	$(COMPILE) --extra course --extra dev --output-file requirements/course.txt $(ARGS)
	$(COMPILE) --extra course --extra gpu --extra dev --output-file requirements/gpu.txt $(ARGS)
	$(COMPILE) --extra lab --extra teach -c requirements/course.txt --output-file requirements/teaching.txt $(ARGS)

build: setup ## notebooks/ from lessons/
	@$(BIN)/artlab build $(ARGS)

editions: setup ## all of them, in editions/: also instructor, slides and nbgrader's assignments
	@$(BIN)/artlab build --all $(ARGS)

figures: setup ## the pictures of README and of the slides: runs every lesson once
	@$(BIN)/python tools/figures.py $(ARGS)

site: setup ## the course's pages, in build/site/html (ARGS=--run runs lessons that have changed)
	@$(BIN)/python tools/build_site.py $(ARGS)

STUDIO = recogniser studio_drawings studio_words studio_speed judge studio_paintings
GALLERY = style_transfer fast_style reading
CLASSROOM = learning_path
benchmarks: setup ## the figures of README and of the cards, three hours on a quiet machine
	@for name in dense_gan live_view conv_gan diffusion $(STUDIO) gpt_speed gpt_training $(GALLERY) $(CLASSROOM); do \
		$(BIN)/python -m benchmarks.$$name || exit 1; \
	done

style: setup ## mend the style
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

clean: ## remove the environments and caches; what was downloaded is kept
	rm -rf .venv .venv-colab .venv-newest .venv-teaching .venv-hub .pytest_cache .ruff_cache .hypothesis build editions
