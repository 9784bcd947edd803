# snapshot DIR: prints the state of DIR, its marker, releases and log; changes nothing.
echo "gongshi 1"
command -v rsync >/dev/null 2>&1 && echo "tool rsync"
if [ ! -d "$1" ]; then
  if [ -d "$(dirname -- "$1")" ]; then echo "state absent"; else echo "state noparent"; fi
  exit 0
fi
cd -- "$1" || exit 3
if [ -f gongshi-target.json ]; then
  echo "state ours"
  echo "marker $(cat gongshi-target.json)"
else
  first=$(ls | grep -v '\.tmp$' | grep -vx 'lost+found' | head -n 1)
  if [ -n "$first" ]; then echo "state foreign $first"; else echo "state empty"; fi
fi
for release in releases/*; do
  [ -d "$release" ] && echo "release ${release#releases/}"
done
live() { link=$(readlink current 2>/dev/null); echo "${link##*/}"; }
# somebody may switch meanwhile, then the log is read again
current=$(live)
while :; do
  log=log.jsonl
  if switched; then
    log=log.jsonl.tmp
  fi
  text=$(cat "$log" 2>/dev/null || cat log.jsonl 2>/dev/null; echo .)
  now=$(live)
  [ "$now" != "$current" ] || break
  current=$now
done
[ -n "$current" ] && echo "current $current"
echo "log"
printf %s "${text%.}"
