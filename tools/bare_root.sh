#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Try ./dev as a newcomer would: `tools/bare_root.sh demo --headless --once` in a Debian 12 with Python and git only.
# Needs root and debootstrap; the root is kept in BARE (default build/bare), each run clones HEAD afresh.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
bare=${BARE:-$here/build/bare}

if [ ! -x "$bare/usr/bin/git" ]; then
    mkdir -p "$bare"
    debootstrap --variant=minbase --include=python3,python3-venv,git,ca-certificates bookworm "$bare" > "$bare.log"
fi
cp /etc/resolv.conf "$bare/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$bare/etc/ssl/certs/ca-certificates.crt"
mount -t proc proc "$bare/proc"
trap 'umount "$bare/proc"' EXIT
rm -rf "$bare/mentordesk"
git clone --quiet "$here" "$bare/mentordesk"
env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    chroot "$bare" sh -c 'cd / && exec /mentordesk/dev "$@"' dev "$@"
