# The two commands of a newcomer are `make lab` and `make test`; `make help` lists the rest.
# Every command sets up what it needs in .venv, with the locked versions of constraints.txt.
#   PYTHON=python3.12      the Python to use, if the one that is found is not the one you want
#   TORCH_INDEX=<address>  take torch from this package index, for example for its small CPU build
#   NB=01                  for test, notebooks and results: only these notebooks
VENV ?= .venv
PYTHON ?=
TORCH_INDEX ?=
NB ?=

ifeq ($(strip $(VENV)),)
$(error VENV is empty: leave it out, or name a folder)
endif
BIN   = $(VENV)/bin
STAMP = $(VENV)/.installed
RUN   = "$(BIN)/resnet_course"

help:
	@echo 'make lab        open the course in JupyterLab (on this machine only; prints the address)'
	@echo 'make test       run every notebook as a test; NB=01 for one of them'
	@echo 'make notebooks  run the notebooks in full and store their outputs; NB=01 for one of them'
	@echo 'make results    the same, and every experiment afresh (hours)'
	@echo 'make bench      measure the speed'
	@echo 'make readme     make README.md from nbs/index.ipynb'
	@echo 'make install    only set up .venv, which the commands above do by themselves'
	@echo 'make lock       find the newest versions that fit settings.ini, for constraints.txt'
	@echo 'make clean      remove caches and build folders (.venv stays)'

lab: $(STAMP)
	@$(RUN) lab

test: $(STAMP)
	@$(RUN) test $(NB)

notebooks: $(STAMP)
	@$(RUN) notebooks $(NB)

results: $(STAMP)
	@$(RUN) results $(NB)

bench: $(STAMP)
	@$(RUN) bench

readme: $(STAMP)
	@$(RUN) readme

install: $(STAMP)
	@echo 'The course is installed in $(VENV)'

# The stamp is written last, so that an interrupted or failed installation is taken up again.
$(STAMP): settings.ini setup.py constraints.txt
	@VENV='$(VENV)' PYTHON='$(PYTHON)' TORCH_INDEX='$(TORCH_INDEX)' sh .ci/install
	@touch '$(STAMP)'

lock: $(STAMP)
	@'$(BIN)/python' -m pip install --quiet uv
	@'$(BIN)/uv' pip compile setup.py --extra dev --universal --python-version 3.10 \
	    --no-header --no-emit-index-url --no-annotate --quiet --upgrade -o constraints.new
	@{ sed -n '/^#/p' constraints.txt; sed '/^#/d' constraints.new; } > constraints.both
	@rm constraints.new && mv constraints.both constraints.txt
	@echo 'constraints.txt is made: look at its changes, then run make test'

clean:
	@rm -rf build dist _docs _proc .ruff_cache .pytest_cache
	@find nbs resnet_course \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
	@find nbs nbs/results resnet_course . -maxdepth 1 \( -name '.*.tmp' -o -name '.*.lock' \) -exec rm -rf {} +

.PHONY: help lab test notebooks results bench readme install lock clean
