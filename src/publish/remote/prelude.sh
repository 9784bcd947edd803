LC_ALL=C; export LC_ALL; unset CDPATH; umask 022
# switched: whether the switch that log.jsonl.tmp was prepared for happened: its last entry names the release $current,
# and it continues log.jsonl. One that was only partly written does not, or does not end in a whole line.
switched() {
  [ -n "$current" ] && [ -f log.jsonl.tmp ] || return 1
  [ -z "$(tail -c 1 log.jsonl.tmp)" ] && tail -n 1 log.jsonl.tmp | grep -q ",\"release\":\"$current\"" || return 1
  had=$(cat log.jsonl 2>/dev/null | wc -c)
  [ "$(wc -c <log.jsonl.tmp)" -gt "$had" ] || return 1
  [ "$had" -eq 0 ] || head -c "$had" log.jsonl.tmp | cmp -s - log.jsonl
}
