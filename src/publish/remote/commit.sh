# commit DIR ID: renames releases/ID.tmp to releases/ID, flushed to disk.
cd -- "$1/releases" || exit 3
find "$2.tmp" -depth -type d -exec rmdir {} + 2>/dev/null
find "$2.tmp" -type d -exec chmod 755 {} + || exit 3
sync -f . 2>/dev/null || sync
mv -- "$2.tmp" "$2" || exit 3
sync -f . 2>/dev/null || sync
