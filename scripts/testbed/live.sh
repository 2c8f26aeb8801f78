# Sourced by scripts/demo after lib.sh: runs the shipped programs on a testbed of scanners, and ends
# them and removes their files when the script ends. POSIX sh.
# shellcheck shell=sh

# Starts the testbed, and arranges the cleanup.
start_testbed() {
  work=$(mktemp -d)
  trap cleanup EXIT
  trap 'exit 130' INT TERM
  mkfifo "$work/commands" "$work/answers"
  scripts/testbed/testbed <"$work/commands" >"$work/answers" 2>"$work/testbed.log" &
  bed=$!
  exec 8>"$work/commands" 9<"$work/answers"
}

cleanup() {
  status=$?
  trap - EXIT INT TERM
  exec 8>&- 9<&-
  [ -z "${follow:-}" ] || kill "$follow" 2>/dev/null || true
  [ -z "${daemon:-}" ] || { kill "$daemon" 2>/dev/null && wait "$daemon" 2>/dev/null; } || true
  [ -z "${bed:-}" ] || wait "$bed" 2>/dev/null || true
  rm -rf "$work"
  exit $status
}

# Sends a command to the testbed.
bed() {
  printf '%s\n' "$*" >&8
  read -r answer <&9 || die "the testbed ended"
  case $answer in ok*) ;; *) die "testbed: $*: $answer" ;; esac
}

# Starts scand in the testbed; arguments are further options.
start_daemon() {
  bed env
  SCAND_SOCKET=$work/scand.sock
  export SCAND_SOCKET
  # shellcheck disable=SC2086
  env ${answer#ok } "$bin/scand" --state "$work/state" --socket "$SCAND_SOCKET" "$@" \
    2>"$work/log" &
  daemon=$!
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -S "$SCAND_SOCKET" ] && break
    sleep 0.3
  done
  [ -S "$SCAND_SOCKET" ] || { cat "$work/log" >&2; die "scand did not start"; }
}

# Prints a command as it would be typed, and runs it.
show() {
  printf '\n$'
  for word in "$@"; do
    case $word in *' '*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
  command=$1
  shift
  "$bin/$command" "$@"
}
