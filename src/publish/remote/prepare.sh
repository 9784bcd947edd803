# prepare DIR ID BASE: creates releases/ID.tmp with hard links to the files of BASE, except those on stdin.
cd -- "$1/releases" || exit 3
rm -rf "$2.tmp"
if [ -n "$3" ] && [ -d "$3" ]; then
  cp -al "$3" "$2.tmp" 2>/dev/null || { rm -rf "$2.tmp"; cp -a "$3" "$2.tmp"; } || exit 3
else
  mkdir "$2.tmp" || exit 3
fi
cd "$2.tmp" && xargs -0 rm -f --
