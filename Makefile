# Two targets do all the set-up: `make demo` and `make test`.
SHELL := /bin/sh
PREFIX ?= /usr/local
SWIFT ?= swift
# Each function has its own section, so that the linker can order them.
RELEASE := --configuration release --static-swift-stdlib --product writ --disable-local-rpath \
  -Xswiftc -Xfrontend -Xswiftc -function-sections
CONFIGURATION ?= debug
# Functions that run are put beside each other: docs/decisions/0012-function-order.md.
ORDER := -Xlinker --symbol-ordering-file=$(CURDIR)/.ci/function-order \
  -Xlinker --no-warn-symbol-ordering

.PHONY: demo test build lint format bench install leaks order templates packages \
  test-packages python-packages help

help:
	@echo 'demo     build, then show the main job on a real policy history'
	@echo 'test     run all tests'
	@echo 'build    build the release binary, .build/release/writ'
	@echo 'lint     check the format of the sources'
	@echo 'format   format the sources'
	@echo 'bench    measure beside git and write Benchmarks/results'
	@echo 'leaks    run the tests of WritGit under the address and leak sanitizer'
	@echo 'order    note which functions run, for the layout of the release binary'
	@echo 'install  copy the release binary to $(PREFIX)/bin'

# Debian packages that the build needs; installed only when one is missing.
packages:
	@sh .ci/packages

# Those that the tests need as well.
test-packages:
	@sh .ci/packages tests

# PyPI packages that the tests read exports with, in .build/python; without them these are skipped.
python-packages: test-packages
	@sh .ci/python-packages

demo: build
	@WRIT="$(CURDIR)/.build/release/writ" sh Demo/demo.sh

test: python-packages
	$(SWIFT) build --build-tests
	@SWIFT="$(SWIFT)" .ci/test

build: packages
	$(SWIFT) build $(RELEASE) $(ORDER) $$(sh .ci/static-libraries "$(CURDIR)/.build/static")

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

bench: build
	@WRIT="$(CURDIR)/.build/release/writ" sh Benchmarks/run.sh

# After larger changes of what frequent commands run.
order: build
	@sh .ci/order-functions
	@rm -f .build/release/writ

leaks: packages
	@sh Tests/leaks.sh

templates:
	@sh policies/embed.sh

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 0755 .build/release/writ "$(DESTDIR)$(PREFIX)/bin/writ"
