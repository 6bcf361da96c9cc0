#!/bin/sh
# Gets the Debian packages that are missing, saying what and why; touches nothing where all is there.
# Usage: need.sh "what for" PROBE:PACKAGE ...   A probe is a command's name, or a header's or file's path.
purpose=$1
shift
missing=""
for pair in "$@"; do
    probe=${pair%%:*}
    package=${pair#*:}
    case $probe in
    /*) [ -e "$probe" ] || missing="$missing $package" ;;
    *.h) echo "#include <$probe>" | ${CC:-cc} -E -x c - >/dev/null 2>&1 || missing="$missing $package" ;;
    *) command -v "$probe" >/dev/null 2>&1 || missing="$missing $package" ;;
    esac
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Needed $purpose, and not found here:$missing (Debian's names). Please install them; the README says how." >&2
    exit 1
fi
sudo=""
if [ "$(id -u)" != 0 ]; then
    sudo=sudo
    command -v sudo >/dev/null 2>&1 || { echo "Please install as root: apt-get install$missing" >&2; exit 1; }
fi
echo "Installing with apt-get, needed $purpose:$missing"
# The package lists may be missing or old: fetch them when the first try fails.
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >/dev/null 2>&1 || {
    $sudo apt-get update -q >/dev/null
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}
