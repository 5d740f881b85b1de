# Sallyport. `make` alone says what there is to make.
#
# ARGS goes to what is started: make run ARGS="--help", make test ARGS="--filter Refresh".

.DEFAULT_GOAL := help
.PHONY: help run build test lint format docs bench

ARGS ?=
DB ?= sqlite
SWIFT_FILES = $(wildcard Sources Tests Benchmarks Examples Package.swift)

help: ## say what there is to make
	@echo 'make TARGET [ARGS="…"]'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build and start the server (Ctrl-C stops it); ARGS go to `sallyport serve`
	@Scripts/install-packages run
	@swift build --product sallyport
	@exec .build/debug/sallyport serve $(ARGS)

build: ## build for production, and say where the binary is
	@Scripts/install-packages run
	@swift build --configuration release --static-swift-stdlib --product sallyport
	@echo "The server is .build/release/sallyport"

test: ## check formatting and imports, then run every test; ARGS go to `swift test`
	@Scripts/install-packages test
	@$(MAKE) --no-print-directory lint
	@Scripts/test $(ARGS)

lint: ## check formatting, imports and scripts
	@Scripts/install-packages lint
	@swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	@Scripts/check-imports --self-test
	@Scripts/check-imports
	@Scripts/count-tests --self-test
	@Scripts/check-samples --self-test
	@Scripts/check-samples --check
	@Scripts/check-compile-errors --self-test
	@for script in $$(grep -ls '^#!.*bash' Scripts/* .ci/*); do bash -n "$$script" || exit 1; done

format: ## format the Swift sources in place
	@swift format --in-place --parallel --recursive $(SWIFT_FILES)

docs: ## build the SDKs' documentation; a broken link fails it
	@swift build --target DirectusSDK
	@swift build --target MedusaSDK
	@Scripts/build-documentation

bench: ## measure speed and memory of a release build; DB=pg on PostgreSQL; ARGS go to Scripts/bench
	@Scripts/install-packages bench
	@Scripts/bench --database $(DB) $(ARGS)
