#!/usr/bin/env bash
# `gpio-sim.sh KERNEL-VERSION FOLDER`: the kernel's GPIO simulator as a module, which Debian leaves out, built from Debian's own
# sources beside the headers of that kernel. Output: FOLDER/gpio-sim.ko.
set -euo pipefail
version=$1
out=$2
for package in "linux-headers-$version" linux-source-6.1 make gcc xz-utils; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" >/dev/null
done
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
tar -xf /usr/src/linux-source-6.1.tar.xz -C "$build" --strip-components=3 linux-source-6.1/drivers/gpio/{gpio-sim.c,gpiolib.h} \
  linux-source-6.1/kernel/irq/irq_sim.c
cd "$build"
mv gpio-sim.c sim.c
# irq_to_desc is not for modules; what it gives is also reached through the interrupt's data.
sed -i -e '/^EXPORT_SYMBOL_GPL/d' -e 's/irq_to_desc(irqnum)/irq_data_to_desc(irq_get_irq_data(irqnum))/' irq_sim.c
printf 'obj-m := gpio-sim.o\ngpio-sim-y := sim.o irq_sim.o\n' >Makefile
make -s -C "/usr/src/linux-headers-$version" M="$build" modules >/dev/null 2>&1
strip --strip-debug gpio-sim.ko
cp gpio-sim.ko "$out/"
