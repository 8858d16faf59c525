# make crawl   sets up and runs the demo; with SITES="republika tempo" LIMIT=50 CONTACT=https://... it crawls these live
# make test    sets up and runs the tests
# make check   lint, format, types
# make bench   measures extraction and the crawl beside others; CORPUS=FILE.warc.gz and GOLD=DIR say on what
# make ci      what CI runs: test, then check
# make docs    writes the document that is made from the code

PYTHON ?= python3
SITES ?=
LIMIT ?=
CONTACT ?=
CORPUS ?= ../shared/corpus/pages-900.warc.gz
GOLD ?= ../shared/pages
VENV := .venv
FUNDUS := 'fundus>=0.5.7,<0.6' 'curl_cffi<0.14' # apart, for it wants lxml 5 and FastWARC 0.15
PIP := $(VENV)/bin/pip --disable-pip-version-check -qq install --use-pep517 -c constraints.txt

.PHONY: crawl test check bench ci docs clean

crawl: $(VENV)/kliping.stamp
ifeq ($(strip $(SITES)),)
	$(VENV)/bin/kliping demo
else
	$(VENV)/bin/kliping crawl $(SITES) $(if $(LIMIT),--limit $(LIMIT)) $(if $(CONTACT),--contact $(CONTACT))
endif

test: $(VENV)/test.stamp
	$(VENV)/bin/pytest $(TESTS)

check: $(VENV)/test.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

ci: test check

bench: $(VENV)/kliping.stamp
	-$(PIP) --upgrade 'pip>=25' # 23.2 fails on the extras of newspaper4k
	-$(PIP) -e '.[bench]'
	-$(PYTHON) -m venv $(VENV)/fundus && $(VENV)/fundus/bin/pip --disable-pip-version-check -qq install $(FUNDUS)
	$(VENV)/bin/python benchmarks/reextract.py $(CORPUS) --gold $(GOLD)

docs: $(VENV)/kliping.stamp
	$(VENV)/bin/kliping rules > docs/boilerplate.md

clean:
	rm -rf $(VENV) build dist *.egg-info

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/kliping.stamp: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing Kliping into $(VENV), a minute or two the first time"
	$(PIP) -e .
	@touch $@

$(VENV)/test.stamp: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing Kliping and its test tools into $(VENV), a minute or two the first time"
	$(PIP) -e '.[test]'
	@touch $@ $(VENV)/kliping.stamp
