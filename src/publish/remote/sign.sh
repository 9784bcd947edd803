# sign DIR ID: writes the signature on stdin beside the manifest of the release ID, and beside that of `current` if it is a
# copy of the release.
cd -- "$1" || exit 3
cat >manifest.sig.tmp && chmod 644 manifest.sig.tmp || exit 3
sync -f . 2>/dev/null || sync
if [ -d current ] && [ ! -L current ] && cmp -s current/manifest.json "releases/$2/manifest.json"; then
	cp manifest.sig.tmp current.sig.tmp && mv -f current.sig.tmp current/manifest.sig || exit 3
fi
mv -f manifest.sig.tmp "releases/$2/manifest.sig" || exit 3
sync -f . 2>/dev/null || sync
