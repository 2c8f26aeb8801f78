# Functions that all scripts in this directory share; they source this file. POSIX sh.
# shellcheck shell=sh

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1

# The packages that building needs, and those that running without a scanner needs.
build_packages="libudev-dev libevdev-dev libsqlite3-dev libxkbcommon-dev nettle-dev pkg-config"
testbed_packages="umockdev gir1.2-umockdev-1.0 python3-gi python3"

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# Runs a long command quietly; shows its output only if it fails.
step() {
  title=$1
  shift
  log=$(mktemp)
  started=$(date +%s)
  printf '%s ... ' "$title"
  if "$@" >"$log" 2>&1 </dev/null; then
    printf 'done (%d s)\n' $(($(date +%s) - started))
    rm -f "$log"
  else
    printf 'FAILED\n'
    cat "$log"
    rm -f "$log"
    exit 1
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    command -v sudo >/dev/null || die "root or sudo is needed to install packages: $*"
    sudo "$@"
  fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq "$@"
}

apt_update_and_install() {
  apt update && apt install -y --no-install-recommends "$@"
}

# Installs the missing ones of these Debian packages.
need() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      missing="$missing $package"
  done
  [ -z "$missing" ] && return
  command -v apt-get >/dev/null || die "please install:$missing"
  # shellcheck disable=SC2086
  step "Installing$missing" apt_update_and_install $missing
}

need_swift() {
  command -v swift >/dev/null ||
    die "no Swift toolchain found; install Swift 6.3 from https://www.swift.org/install/linux/"
}

# Builds the two programs as they ship, and sets $bin to their directory.
build_release() {
  need_swift
  # shellcheck disable=SC2086
  need $build_packages
  step "Building scand and scanctl (some minutes the first time)" \
    scripts/build-release --product scand
  step "Building scanctl" scripts/build-release --product scanctl
  bin=$(scripts/build-release --show-bin-path)
}
