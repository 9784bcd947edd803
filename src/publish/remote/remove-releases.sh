# remove-releases DIR ID…: removes releases.
cd -- "$1/releases" || exit 3
shift
for id; do
  mv -- "$id" "$id.tmp" && rm -rf "$id.tmp" || exit 3
done
