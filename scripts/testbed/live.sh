# Sourced by scripts/demo: the programs as they ship, run on a testbed of scanners, and gone with what
# they wrote when the script ends. lib.sh comes before it. POSIX sh.
# shellcheck shell=sh

# Starts the testbed and what ends everything.
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

# Has the testbed do something.
bed() {
  printf '%s\n' "$*" >&8
  read -r answer <&9 || die "the testbed ended"
  case $answer in ok*) ;; *) die "testbed: $*: $answer" ;; esac
}

# Starts scand in the testbed, with more options.
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

# Shows a command as it would be typed, and does it.
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
