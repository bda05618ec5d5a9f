#!/usr/bin/env bash
# What the tests need beside the image itself. After `make image`. In .run/image/room: a disk whose kernel brings a test camera and GPIO lines. In .run/image/none: the
# three versions for updates, without a browser, since they run without KVM: one on a disk, a newer one, and one whose program
# ends at once. Some minutes. `slots.sh room` for the first alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
image=$PWD/.run/image
broken=$(mktemp -d)
trap 'rm -rf "$broken"' EXIT
mkdir -p "$broken/usr/lib/borgerboks/device"
echo 'process.exit(1)' >"$broken/usr/lib/borgerboks/device/main.js"
export DEBUG=1 BASE=$image KEYS=$image/keys
room=$(mktemp -d)
trap 'rm -rf "$broken" "$room"' EXIT
cp -r tests/image/room/. "$room/"
tests/image/gpio-sim.sh "$(ls "$image"/base-*/lib/modules | head -1)" "$room/usr/lib/boks-test"
LOCKDOWN=none OVERLAY=$room OUT=$image/room provisioning/image/build.sh
ln -sfn ../keys "$image/room/keys"
[ "${1:-}" != room ] || exit 0
export SCREEN=none
ENROLL=1 OUT=$image/none VERSION=0.1.0 provisioning/image/build.sh
export SLOT_ONLY=1
OUT=$image/none/next VERSION=0.2.0 provisioning/image/build.sh
OUT=$image/none/bad OVERLAY=$broken VERSION=0.3.0 provisioning/image/build.sh
ln -sfn ../keys "$image/none/keys"
