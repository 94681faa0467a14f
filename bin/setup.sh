# shellcheck shell=bash
# Sourced by bin/start and bin/test: Node ≥ 24, ffmpeg, dependencies and the web client, each only where missing.
# Expects $root, the folder of the project.

say() { printf '%s\n' "$*" >&2; }

# Debian packages with three tries: downloads can be cut. Usage: apt_install PACKAGE…
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  local log try
  log=$(mktemp)
  say "Installing $* …"
  for try in 1 2 3; do
    if { [ "$try" = 1 ] && [ -n "$(ls /var/lib/apt/lists/*Packages* 2>/dev/null)" ] || apt-get update -qq; } >>"$log" 2>&1 &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >>"$log" 2>&1; then
      rm -f "$log"
      return 0
    fi
    apt-get update -qq >>"$log" 2>&1 || true
  done
  tail -n 15 "$log" >&2
  rm -f "$log"
  return 1
}

ensure_node() {
  local bundled="$root/.tools/node/node_modules/node/bin"
  if command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 24 ]; then return 0; fi
  if [ ! -x "$bundled/node" ]; then
    command -v npm >/dev/null || { say "Node.js and npm are missing. Install them: apt-get install -y nodejs npm"; exit 1; }
    say "Getting Node 24 …"
    mkdir -p "$root/.tools/node"
    local try
    for try in 1 2 3; do
      npm install --silent --no-save --no-audit --no-fund --prefix "$root/.tools/node" node@24 >&2 && break
      [ "$try" = 3 ] && { say "Node 24 could not be installed from the npm registry. Check the network, then try again."; exit 1; }
    done
  fi
  PATH="$bundled:$PATH"
  export PATH
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 24 ? 0 : 1)' ||
    { say "Node 24 was installed but does not run. Remove $root/.tools and try again."; exit 1; }
}

ensure_ffmpeg() {
  command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null && return 0
  apt_install ffmpeg && return 0
  say "ffmpeg is missing. Install it, then start again: sudo apt-get install -y ffmpeg"
  exit 1
}

ensure_dependencies() {
  local stamp="$root/node_modules/.playhead-lock"
  cmp -s "$root/package-lock.json" "$stamp" && return 0
  say "Installing dependencies …"
  local try
  for try in 1 2 3; do
    if (cd "$root" && npm ci --silent --no-audit --no-fund >&2); then
      cp "$root/package-lock.json" "$stamp"
      return 0
    fi
    say "npm ci failed (try $try of 3)."
  done
  say "The dependencies could not be installed. Check the network, then try again."
  exit 1
}

# Built again only where a source is newer than the last build.
ensure_web() {
  local stamp="$root/dist/web/index.html"
  if [ -f "$stamp" ] && [ -z "$(find "$root/web" "$root/shared" "$root/package-lock.json" -newer "$stamp" -type f -print -quit)" ]; then
    return 0
  fi
  say "Building the web client …"
  (cd "$root" && npm run --silent build -- --logLevel error >&2) || { say "The web client could not be built; see above."; exit 1; }
  touch "$stamp"
}
