#!/bin/sh
# From a fresh clone to a first result, or to passed tests, on Debian 12 or Ubuntu 24.04.
#   sh cli/setup.sh demo    installs packages, builds the program, runs scenarios/quickstart.toml
#   sh cli/setup.sh test    installs packages, builds everything, runs the default tests
# Safe to repeat: what is installed is not installed again, what is built is not built again.
set -eu

# Ubuntu 24.04 has every one of these under the same name in its package lists, with newer versions (Catch2 is
# 3.x there, which the tests allow for); it has not been tried.
program_packages="g++ cmake ninja-build git pkg-config libboost-program-options-dev libtbb-dev libhdf5-dev
  libtomlplusplus-dev libfmt-dev libdeflate-dev nlohmann-json3-dev libeigen3-dev libssl-dev"
# The tests also compare with Random123 and Boost.Math, and open result files with other people's readers.
test_packages="catch2 libboost-math-dev librandom123-dev zlib1g-dev hdf5-tools netcdf-bin python3-numpy python3-h5py
  python3-netcdf4 python3-h5netcdf python3-xarray"

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
usage() { printf 'usage: sh cli/setup.sh demo | test\n' >&2; exit 64; }

# Prints the packages of the list that are not installed.
missing() {
  for package in "$@"; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) || status=""
    case $status in "install ok installed") ;; *) printf '%s ' "$package" ;; esac
  done
}

install_packages() {
  command -v apt-get >/dev/null 2>&1 || fail "apt-get is not here: this script is for Debian 12 and Ubuntu 24.04. Install by hand: $*"
  wanted=$(missing "$@")
  if [ -z "$wanted" ]; then
    say "packages: all there"
    return
  fi
  say "packages: installing $wanted"
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "packages are missing and this is neither root nor is sudo here. Ask for: $wanted"
    as_root="sudo"
  fi
  $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get update -q </dev/null || fail "apt-get update failed: is the network there?"
  # shellcheck disable=SC2086  # one word per package
  $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends $wanted </dev/null ||
    fail "apt-get could not install: $wanted"
}

# Each compiler process takes up to 1 GB, so a machine with many cores and little memory uses fewer of them.
jobs() {
  cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
  kilobytes=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null || echo 0)
  fit=$(( ${kilobytes:-0} / 1000000 ))
  if [ "$fit" -ge 1 ] && [ "$fit" -lt "$cores" ]; then echo "$fit"; else echo "$cores"; fi
}

build() {
  say "building a release ($*)"
  cmake --preset release "$@" </dev/null || fail "cmake found something wrong; see above"
  cmake --build --preset release --parallel "$(jobs)" </dev/null || fail "the build failed; see above"
}

case $0 in */*) cd "${0%/*}/.." ;; *) cd .. ;; esac
[ -f CMakePresets.json ] || fail "run it from a clone: sh cli/setup.sh demo"
[ $# -eq 1 ] || usage

case $1 in
  demo)
    # shellcheck disable=SC2086
    install_packages $program_packages
    build -DALONGSIDE_TESTS=OFF
    say "running scenarios/quickstart.toml"
    # --force moves the result of an earlier version of the program aside; one of this version is kept as it is.
    build/release/alongside run scenarios/quickstart.toml -o quickstart.h5 --force >/dev/null
    say "outcomes by arm, from quickstart.h5"
    build/release/alongside summary quickstart.h5
    ;;
  test)
    # shellcheck disable=SC2086
    install_packages $program_packages $test_packages
    build -DALONGSIDE_TESTS=ON
    say "running the default tests"
    ctest --preset release -j2 </dev/null
    ;;
  *) usage ;;
esac
