# unpack DIR: unpacks the tar archive on stdin into DIR.
cd -- "$1" && tar -xof -
