# remove-files DIR: removes the files on stdin from DIR.
cd -- "$1" && xargs -0 rm -rf --
