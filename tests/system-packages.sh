#!/bin/sh
# Installs what the tests need beside Python: PostgreSQL, and Chromium with letters for Japanese.
# Where that is not possible the tests that need it are skipped, and say so.
set -eu

packages=""
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || packages="postgresql"
command -v chromium >/dev/null || packages="$packages chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK-* >/dev/null 2>&1 || packages="$packages fonts-noto-cjk"
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "NOT INSTALLED: $packages (no apt-get here); the tests that need it will be skipped" >&2
    exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "NOT INSTALLED: $packages (needs root); the tests that need it will be skipped" >&2
        exit 0
    fi
    as_root="sudo"
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
$as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
