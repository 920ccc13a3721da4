#!/usr/bin/env bash
# The desk's tests on a real PostgreSQL (make desk-database): one of this machine's own, in a folder that is thrown away.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
[ -n "$bin" ] || { echo "没有 PostgreSQL（apt-get install postgresql）。" >&2; exit 2; }
folder=$(mktemp -d)
chmod 777 "$folder"
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
trap 'as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
as "$bin/initdb" -D "$folder/data" -A trust -U gouji >/dev/null
as "$bin/pg_ctl" -w -D "$folder/data" -o "-p 54329 -c listen_addresses=127.0.0.1 -k $folder" start >/dev/null
as "$bin/createdb" -h 127.0.0.1 -p 54329 -U gouji gouji
GOUJI_TEST_DATABASE=postgresql://gouji@127.0.0.1:54329/gouji python -m pytest -q -p no:cacheprovider "$@"
