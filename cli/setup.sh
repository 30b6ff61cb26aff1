#!/bin/sh
# From a fresh clone to a first report, or to passed tests, on Debian 12 or Ubuntu 24.04.
#   sh cli/setup.sh demo      installs packages, builds the program, runs scenarios/quickstart.toml, writes its report
#   sh cli/setup.sh test      installs packages, builds everything, runs the default tests
#   sh cli/setup.sh cluster   installs Slurm and Open MPI too, builds everything, runs the tests of several processes
#   sh cli/setup.sh browser   installs Chromium too, builds everything, looks at reports in it
# Safe to repeat: what is installed is not installed again, what is built is not built again, and what npm has fetched
# is not fetched again, so that a rebuild needs no network.
set -eu

# Ubuntu 24.04 has every one of these under the same name in its package lists, with newer versions (Catch2 is
# 3.x there, which the tests allow for); it has not been tried.
program_packages="g++ cmake ninja-build git pkg-config libboost-dev libboost-program-options-dev libtbb-dev libhdf5-dev
  libtomlplusplus-dev libfmt-dev libdeflate-dev nlohmann-json3-dev libeigen3-dev libssl-dev libnlopt-cxx-dev"
# The tests also compare with Random123 and Boost.Math, and open result files with other people's readers.
test_packages="catch2 libboost-math-dev librandom123-dev zlib1g-dev hdf5-tools netcdf-bin python3-numpy python3-h5py
  python3-netcdf4 python3-h5netcdf python3-xarray python3-pandas"
# A Slurm of one node that a test starts and stops by itself, and MPI.
cluster_packages="libopenmpi-dev openmpi-bin slurm-wlm munge"
browser_packages="chromium fonts-dejavu-core"
# Node.js draws nothing itself: npm fetches the library that draws the report's figures. Any version from 18 on will do,
# from wherever it comes.
command -v npm >/dev/null 2>&1 || program_packages="$program_packages nodejs npm"

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
usage() { printf 'usage: sh cli/setup.sh demo | test | cluster | browser\n' >&2; exit 64; }

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

# Fetches a folder's npm packages as its lock file names them, unless they are there already. Nothing of them is run.
npm_packages() {
  if cmp -s "$1/package-lock.json" "$1/node_modules/.fetched-for"; then
    say "npm packages in $1: all there"
    return
  fi
  say "npm packages in $1: fetching"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund </dev/null && cp package-lock.json node_modules/.fetched-for)
}

# The library that draws. Without it the program is whole; its reports show tables where figures would be.
charts() {
  npm_packages . || say "npm could not fetch the charts (is the network there?): reports will have tables in place of figures. Run this again later."
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
    charts
    build -DALONGSIDE_TESTS=OFF
    say "running scenarios/quickstart.toml"
    # --force moves the result of an earlier version of the program aside; one of this version is kept as it is.
    build/release/alongside run scenarios/quickstart.toml -o quickstart.h5 --force >/dev/null
    say "outcomes by arm, from quickstart.h5"
    build/release/alongside summary quickstart.h5
    say "the report"
    build/release/alongside report quickstart.h5 -o quickstart.html
    printf 'Open it in a browser:  xdg-open quickstart.html   (or type this address: file://%s/quickstart.html)\n' "$PWD"
    ;;
  test)
    # shellcheck disable=SC2086
    install_packages $program_packages $test_packages
    charts
    build -DALONGSIDE_TESTS=ON
    say "running the default tests"
    ctest --preset release -j2 </dev/null
    ;;
  cluster)
    # shellcheck disable=SC2086
    install_packages $program_packages $test_packages $cluster_packages
    charts
    build -DALONGSIDE_TESTS=ON
    say "running the tests of several processes"
    ctest --test-dir build/release -L cluster --output-on-failure </dev/null
    ;;
  browser)
    # shellcheck disable=SC2086
    install_packages $program_packages $test_packages $browser_packages
    charts
    npm_packages tests/browser || fail "npm could not fetch the packages of tests/browser"
    build -DALONGSIDE_TESTS=ON
    say "looking at reports in Chromium; pictures of them will be in build/release/tests/browser/shots"
    ctest --test-dir build/release -L browser --output-on-failure </dev/null
    ;;
  *) usage ;;
esac
