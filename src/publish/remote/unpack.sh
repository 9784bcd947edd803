# unpack DIR: a tar archive from stdin.
cd -- "$1" && tar -xof -
