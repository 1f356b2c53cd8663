#!/usr/bin/env bash
# Builds once and runs every test. The last line says what really ran: "N passed, N failed, N skipped".
# Arguments go to the test runner, for instance --filter-class "*Ledger*".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v dotnet >/dev/null; then
  echo "The .NET 10 SDK is missing; see https://dot.net" >&2
  exit 2
fi

has_browser() {
  local program
  for program in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [ -x "$program" ] && "$program" --version >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

has_database() {
  compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_package() {
  command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
  as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# The package would start a cluster of its own; the tests make one that goes with them.
install_database() {
  install_package postgresql-common &&
    as_root sed -ri 's/^#?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf &&
    install_package postgresql
}

if ! has_browser; then
  echo "Chromium is missing; installing it." >&2
  if ! install_package chromium || ! has_browser; then
    echo "Chromium could not be installed: the tests in a real browser are left out and counted as skipped." >&2
  fi
fi

if ! has_database; then
  echo "PostgreSQL is missing; installing it." >&2
  if ! install_database || ! has_database; then
    echo "PostgreSQL could not be installed: the tests on it are left out and counted as skipped." >&2
  fi
fi

if [ ! -d Runink.Tests/obj/oidc/node_modules/oidc-provider ]; then
  if ! command -v npm >/dev/null || ! npm install --silent --no-audit --no-fund --prefix Runink.Tests/obj/oidc oidc-provider@9.13.3 >/dev/null 2>&1; then
    echo "oidc-provider could not be installed with npm: the sign-in at a certified provider is left out and counted as skipped." >&2
  fi
fi

dotnet build Runink.Tests -v quiet -nologo -nodeReuse:false

# For the programs that tests start too: they live for seconds, and measuring them for a better compilation takes a third of that.
export DOTNET_TieredPGO=0

set +e
dotnet test --project Runink.Tests --no-build --no-progress --no-ansi "$@" |
  awk '/^  failed:/{f=$2} /^  succeeded:/{s=$2} /^  skipped:/{k=$2} {print; fflush()}
       END{printf "%d passed, %d failed, %d skipped\n", s, f, k; exit (f > 0 || s + f + k == 0)}'
codes=("${PIPESTATUS[@]}")
set -e
# The runner also fails for what it could not count, as a host that dies.
exit $((codes[0] != 0 ? codes[0] : codes[1]))
