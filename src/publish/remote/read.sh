# read DIR: for every path on stdin its size and its bytes, or - where it is not there.
cd -- "$1" 2>/dev/null || exit 0
while IFS= read -r path; do
  if [ -f "$path" ]; then
    echo $(wc -c <"$path") && cat "$path" || exit 3
  else
    echo -
  fi
done
