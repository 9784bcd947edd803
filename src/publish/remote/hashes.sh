# hashes DIR: the SHA-256 of every file, and `-` for links and special files.
cd -- "$1" || exit 3
if command -v sha256sum >/dev/null 2>&1; then
  find . -type f -print0 | xargs -0 sha256sum
else
  find . -type f -print0 | xargs -0 shasum -a 256
fi
find . ! -type f ! -type d -print | sed 's/^/-  /'
