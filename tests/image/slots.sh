#!/usr/bin/env bash
# The three versions that the update tests need, without a browser, since they run without KVM: one on a disk, a newer one, and
# one whose program ends at once. Output in .run/image/none; some minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."
image=$PWD/.run/image
broken=$(mktemp -d)
trap 'rm -rf "$broken"' EXIT
mkdir -p "$broken/usr/lib/borgerboks/device"
echo 'process.exit(1)' >"$broken/usr/lib/borgerboks/device/main.js"
export DEBUG=1 SCREEN=none BASE=$image KEYS=$image/keys
ENROLL=1 OUT=$image/none VERSION=0.1.0 provisioning/image/build.sh
export SLOT_ONLY=1
OUT=$image/none/next VERSION=0.2.0 provisioning/image/build.sh
OUT=$image/none/bad OVERLAY=$broken VERSION=0.3.0 provisioning/image/build.sh
ln -sfn ../keys "$image/none/keys"
