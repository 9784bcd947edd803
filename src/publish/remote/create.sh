# create DIR MARKER: creates DIR with the marker of a target.
[ -d "$1" ] || mkdir -- "$1" || exit 3
cd -- "$1" && printf '%s\n' "$2" >gongshi-target.tmp && mv -f gongshi-target.tmp gongshi-target.json && mkdir -p releases
