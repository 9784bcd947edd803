LC_ALL=C; export LC_ALL; unset CDPATH; umask 022
# switched: whether the log prepared for a switch tells what is served; $current is set. One that was cut short while it
# was written does not continue the log there is, or does not end in a whole line.
switched() {
  [ -n "$current" ] && [ -f log.jsonl.tmp ] || return 1
  [ -z "$(tail -c 1 log.jsonl.tmp)" ] && tail -n 1 log.jsonl.tmp | grep -q ",\"release\":\"$current\"" || return 1
  had=$(cat log.jsonl 2>/dev/null | wc -c)
  [ "$(wc -c <log.jsonl.tmp)" -gt "$had" ] || return 1
  [ "$had" -eq 0 ] || head -c "$had" log.jsonl.tmp | cmp -s - log.jsonl
}
