# The two commands of a newcomer are `make lab` and `make test`; `make help` lists the rest.
# Every command sets up what it needs in .venv, with the tested versions of constraints.txt.
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
RUN   = "$(BIN)/python" dev

help:
	@echo 'make lab        open the course in JupyterLab (on this machine only; prints the address)'
	@echo 'make test       run every notebook as a test; NB=01 for one of them'
	@echo 'make export     after an edit: modules and README from the notebooks, folds, clean-up'
	@echo 'make notebooks  run the notebooks in full and store their outputs; NB=01 for one of them'
	@echo 'make results    the same, and every experiment afresh (hours)'
	@echo 'make bench      measure the speed'
	@echo 'make docs       the site, in _docs/html, from the stored notebooks'
	@echo 'make browser    test the site in a real browser; NB=01 runs chapter 01 in JupyterLab too'
	@echo 'make release    build the packages, try the wheel elsewhere, write the tag'
	@echo 'make install    only set up .venv, which the commands above do by themselves'
	@echo 'make lock       find the newest versions that fit settings.ini, for constraints.txt'
	@echo 'make clean      remove caches and build folders (.venv stays)'

# Without VIRTUAL_ENV: if it names another environment, IPython mixes its packages into ours
lab: $(STAMP)
	@env -u VIRTUAL_ENV JUPYTER_PREFER_ENV_PATH=1 PYDEVD_DISABLE_FILE_VALIDATION=1 \
	    "$(BIN)/jupyter" lab --config=dev/lab.py

test: $(STAMP)
	@$(RUN)/test.py $(NB)

export: $(STAMP)
	@"$(BIN)/nbdev_export" && $(RUN)/fold.py && "$(BIN)/nbdev_clean" && $(RUN)/readme.py

notebooks: $(STAMP)
	@$(RUN)/full.py $(NB)

results: $(STAMP)
	@$(RUN)/full.py --rerun $(NB)

bench: $(STAMP)
	@$(RUN)/full.py --rerun tools/bench

docs: $(STAMP)
	@'$(BIN)/uv' pip install --quiet --python '$(BIN)/python' -c constraints.txt -r docs/requirements.txt || \
	    '$(BIN)/python' -m pip install --quiet --disable-pip-version-check -c constraints.txt -r docs/requirements.txt
	@$(RUN)/site.py

browser: docs
	@$(RUN)/browser.py $(NB)

release: $(STAMP)
	@$(RUN)/release.py

install: $(STAMP)
	@echo 'The course is installed in $(VENV)'

# The stamp is written last, so that an interrupted or failed installation is taken up again.
$(STAMP): settings.ini setup.py constraints.txt
	@VENV='$(VENV)' PYTHON='$(PYTHON)' TORCH_INDEX='$(TORCH_INDEX)' sh dev/install
	@touch '$(STAMP)'

lock: $(STAMP)
	@'$(BIN)/uv' pip compile setup.py --extra dev --universal --python-version 3.10 \
	    --no-header --no-emit-index-url --no-annotate --quiet --upgrade -o constraints.new
	@{ sed -n '/^#/p' constraints.txt; sed '/^#/d' constraints.new; } > constraints.both
	@rm constraints.new && mv constraints.both constraints.txt
	@echo 'constraints.txt is made: look at its changes, then run make test'

clean:
	@rm -rf build dist _docs _proc .ruff_cache .pytest_cache
	@find nbs resnet_course dev \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
	@find nbs nbs/results resnet_course . -maxdepth 1 \( -name '.*.tmp' -o -name '.*.lock' \) -exec rm -rf {} +

.PHONY: help lab test export notebooks results bench docs browser release install lock clean
