# replace DIR ID: moves the files of releases/ID.tmp over those of releases/ID, each with one rename.
cd -- "$1/releases/$2.tmp" || exit 3
find . -type f -exec sh -c '
  to=$1
  shift
  for file; do
    mkdir -p "$to/${file%/*}" || exit 3
    [ ! -d "$to/$file" ] || [ -L "$to/$file" ] || rm -rf "$to/$file"
    mv -f "$file" "$to/$file" || exit 3
  done' sh "../$2" {} + || exit 3
cd .. && rm -rf "$2.tmp"
find "$2" -type d -exec chmod 755 {} + || exit 3
sync -f . 2>/dev/null || sync
