LC_ALL=C; export LC_ALL; unset CDPATH; umask 022
