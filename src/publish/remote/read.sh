# read DIR: prints the size and the bytes of every path on stdin, or - if it is missing.
cd -- "$1" 2>/dev/null || exit 0
while IFS= read -r path; do
  if [ -f "$path" ]; then
    echo $(wc -c <"$path") && cat "$path" || exit 3
  else
    echo -
  fi
done
