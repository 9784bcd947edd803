# lock DIR: takes the lock until stdin ends; removes or completes what a killed run left.
cd -- "$1" || exit 3
if command -v flock >/dev/null 2>&1; then
  exec 9>>.gongshi-lock
  flock -n 9 || exit 4
fi
current=$(readlink current 2>/dev/null); current=${current##*/}
if switched; then
  mv -f log.jsonl.tmp log.jsonl || exit 3
fi
rm -rf -- *.tmp releases/*.tmp || exit 3
echo held
cat >/dev/null
