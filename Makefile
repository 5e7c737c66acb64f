# Every command of the project. On a fresh machine with Rust, Node, Python (and Go for the grpcurl tests) each target
# installs what else it needs, pinned, below .tools/ and node_modules/.

CARGO ?= cargo
DATA_DIR ?= omni-data

# SAML needs C libraries: in what is released and in the tests, but not in a plain build or `make run`.
SAML = --features omni-server/saml,omni-saml/xmlsec

.PHONY: help run build test test-rust test-python test-node test-doors lint fmt gen gen-check bench sdk-python sdk-node tools apt saml clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

run: tools ## Set up and run the server
	$(CARGO) build --locked --release -p omni-server -p omni-ai
	OMNI_DATA_DIR="$${OMNI_DATA_DIR:-$(DATA_DIR)}" ./target/release/omni-server

build: tools saml ## target/release/omni-server, with SAML, and target/release/omni
	$(CARGO) build --locked --release -p omni-server -p omni-ai --features omni-server/saml

tools: .tools/postgres/.done

.tools/postgres/.done: scripts/postgres.sh
	bash scripts/postgres.sh
	touch $@

test: lint test-rust sdk-python sdk-node test-python test-node test-doors ## Set up and pass all tests

test-rust: tools apt saml ## Rust crates, the server over a real Postgres among them
	bash scripts/python.sh
	$(CARGO) test --locked --workspace --exclude omni-python --exclude omni-node $(SAML)

apt: # what the tests take from Debian
	bash scripts/apt.sh redis-server

saml: # what SAML takes from Debian
	bash scripts/saml.sh

debug-server: tools
	bash scripts/debug-server.sh

test-python: sdk-python debug-server ## The Python SDK against the real server
	bash scripts/test-python.sh

test-node: sdk-node debug-server ## The Node SDK and a browser against the real server
	bash scripts/test-node.sh

test-doors: debug-server ## grpcurl, buf curl, curl and the README's snippets against the real server
	bash scripts/test-doors.sh

lint: gen-check saml ## Formatting, lints, contracts
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets --exclude omni-python --exclude omni-node $(SAML) -- -D warnings
	bash scripts/lint-proto.sh
	bash scripts/lint-openapi.sh
	bash scripts/web-assets.sh --check

fmt: ## Format everything
	$(CARGO) fmt --all
	bash scripts/buf.sh format -w

gen: ## Write every surface that follows from the contracts
	bash scripts/gen.sh

gen-check: ## Fail when a generated file is not as the contracts say
	bash scripts/gen.sh --check

sdk-python: ## sdk-python/dist/*.whl
	bash scripts/sdk-python.sh

sdk-node: ## sdk-node/dist/*.tgz
	bash scripts/sdk-node.sh

bench: build apt sdk-python sdk-node ## Ratios against named peers, in one run
	bash bench/run.sh

clean: ## Remove what was built; installed tools stay
	$(CARGO) clean
	rm -rf sdk-python/dist sdk-node/dist
