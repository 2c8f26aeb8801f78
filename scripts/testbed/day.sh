# Sourced by scripts/demo after live.sh: a day in a warehouse. Hand cream is tracked by lot,
# hairdryers by serial; three scanners receive, pack and ship; at noon a lot is recalled. In the
# evening the journal is queried, and its totals are re-checked in SQL. The day passes as fast as
# the testbed types; the clock is this machine's. POSIX sh.
# shellcheck shell=sh

day=scripts/testbed/day
cream=09506000134352
lot=C202507

whole_day() {
  start_testbed
  printf '\n$ scand --config %s &     # three scanners, each at its station\n' "$day"
  start_daemon --config "$day"
  bed plug dock-1 honeywell port=1
  bed plug bench-1 datalogic port=2
  bed plug gate-1 datalogic port=3
  for name in dock-1 bench-1 gate-1; do
    bed await "$name" grab
    # The first key after opening could be in mid-scan; an Enter ends such a scan.
    bed type "$name" '{Enter}'
    bed await "$name" read
  done
  "$bin/scanctl" scanners
  show scanctl items import "$day/items.csv"
  show scanctl items list

  recorded=0
  chapter "Morning: receiving" "$day/1-receiving.scans"
  chapter "Packing" "$day/2-packing.scans"
  chapter "Shipping" "$day/3-shipping.scans"
  printf '\n== Noon: glass was found in a carton of lot %s\n' "$lot"
  show scanctl recall add --gtin "$cream" --lot "$lot" --reason "glass found"
  chapter "Afternoon" "$day/4-afternoon.scans"

  printf '\n== Evening: queries of the journal\n'
  "$bin/scanctl" follow --after start --count "$recorded" | grep -q clock-unsynchronised &&
    printf '\nThe clock of this machine is not synchronised: expired goods are only noted.\n'
  show scanctl exceptions list
  show scanctl exceptions resolve 6 --note "label printed again"
  show scanctl trace --lot "$lot"
  show scanctl trace --lot H2511
  show scanctl trace --serial HD-1003
  show scanctl trace --gtin "$cream"
  show scanctl trace --sscc 395060001343000022
  show scanctl status
  recount
}

# Types a file of scans, and shows their records as they come.
chapter() {
  printf '\n== %s\n\n$ scanctl follow\n' "$1"
  count=$(grep -c -e '^scan ' -e '^drop ' "$2")
  "$bin/scanctl" follow --after "$recorded" --count "$count" &
  follow=$!
  bed include "$2"
  wait "$follow"
  follow=
  recorded=$((recorded + count))
}

# Re-checks the totals of the commands in SQL, and fails where the two differ.
recount() {
  printf '\n== Totals re-checked in SQL\n\n'
  "$bin/scanctl" trace --lot "$lot" --summary --json >"$work/lot.json"
  "$bin/scanctl" trace --lot H2511 --summary --json >"$work/dryers.json"
  "$bin/scanctl" trace --serial HD-1003 --summary --json >"$work/serial.json"
  "$bin/scanctl" trace --gtin "$cream" --summary --json >"$work/gtin.json"
  "$bin/scanctl" exceptions list --json >"$work/open.jsonl"
  "$bin/scanctl" exceptions list --all --json >"$work/all.jsonl"
  differences=0
  of_lot="FROM scans WHERE lot = '$lot' AND gtin = '$cream'"
  same "lot $lot: scans accepted" "$(said lot '$.found[0].accepted')" "count(*) $of_lot"
  for step in receiving packing shipping; do
    same "lot $lot: units at $step" "$(said_of lot steps step $step units)" \
      "count(*) $of_lot AND step = '$step'"
  done
  same "lot $lot: not accepted" "$(said lot 'sum(f.notAccepted)')" \
    "count(*) FROM records WHERE lot = '$lot' AND verdict != 'accepted'"
  same "lot $lot: accepted since the recall" "$(said lot '$.found[0].recalls[0].acceptedSince')" \
    "count(*) $of_lot AND time >= '$(said lot '$.found[0].recalls[0].added')'"
  same "lot $lot: not accepted since the recall" \
    "$(said lot '$.found[0].recalls[0].notAcceptedSince')" \
    "count(*) FROM records WHERE lot = '$lot' AND gtin = '$cream' AND verdict != 'accepted'
      AND time >= '$(said lot '$.found[0].recalls[0].added')'"
  same "lot H2511: scans accepted" "$(said dryers '$.found[0].accepted')" \
    "count(*) FROM scans WHERE lot = 'H2511'"
  same "lot H2511: serials" "$(said dryers '$.found[0].serialCount')" \
    "count(DISTINCT serial) FROM scans WHERE lot = 'H2511'"
  same "lot H2511: serials at packing" "$(said_of dryers steps step packing serialCount)" \
    "count(DISTINCT serial) FROM scans WHERE lot = 'H2511' AND step = 'packing'"
  same "serial HD-1003: scans accepted" "$(said serial '$.found[0].accepted')" \
    "count(*) FROM scans WHERE serial = 'HD-1003'"
  same "serial HD-1003: its steps in order" "$(steps_of serial)" \
    "group_concat(step, ' ') FROM (SELECT step FROM scans WHERE serial = 'HD-1003' ORDER BY cursor)"
  same "hand cream: scans accepted" "$(said gtin '$.found[0].accepted')" \
    "count(*) FROM scans WHERE gtin = '$cream'"
  same "hand cream: lots" "$(said gtin "json_array_length(j, '\$.found[0].lots')")" \
    "count(DISTINCT lot) FROM scans WHERE gtin = '$cream'"
  same "exceptions" "$(wc -l <"$work/all.jsonl")" "count(*) FROM exceptions"
  same "exceptions that are open" "$(wc -l <"$work/open.jsonl")" \
    "count(*) FROM exceptions WHERE state = 'open'"
  same "records" "$recorded" "count(*) FROM records"
  [ "$differences" -eq 0 ] || die "$differences counts differ"
}

# Compares a figure from a command with the same figure from the views of the journal.
same() {
  counted=$(sqlite3 "file:$work/state/journal.db?mode=ro" "SELECT $3")
  mark='✔'
  [ "$2" = "$counted" ] || { mark='✘' differences=$((differences + 1)); }
  printf '%s %-44s scanctl %s, SQL %s\n' "$mark" "$1" "$2" "$counted"
}

# A value of a summary: at a path, or a sum over all found items.
said() {
  case $2 in
    '$'*) sqlite3 :memory: "SELECT json_extract(readfile('$work/$1.json'), '$2')" ;;
    'sum(f.'*)
      field=${2#sum(f.}
      sqlite3 :memory: "SELECT sum(json_extract(value, '\$.${field%)}'))
        FROM json_each(readfile('$work/$1.json'), '\$.found')"
      ;;
    *) sqlite3 :memory: "SELECT $2 FROM (SELECT readfile('$work/$1.json') AS j)" ;;
  esac
}

# said_of FILE LIST KEY VALUE FIELD: a field of that element of a list whose key has the value.
said_of() {
  sqlite3 :memory: "SELECT json_extract(value, '\$.$5')
    FROM json_each(readfile('$work/$1.json'), '\$.found[0].$2')
    WHERE json_extract(value, '\$.$3') = '$4'"
}

steps_of() {
  sqlite3 :memory: "SELECT group_concat(json_extract(value, '\$.step'), ' ')
    FROM json_each(readfile('$work/$1.json'), '\$.found[0].history')"
}
