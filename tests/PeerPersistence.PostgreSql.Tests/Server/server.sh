#!/usr/bin/env bash
# A PostgreSQL server for tests, in a temporary folder.
#
#   server.sh check           says why there can be no server, and fails; installs Debian's postgresql where it is missing
#   server.sh run PORT ARGS   obeys lines on its input, until the input ends: then the server is killed and its folder deleted,
#                             so nothing is left when whoever holds the other end of the pipe dies
#
# Lines: "create", "copy PORT" (a standby of the server on PORT), "start", "kill" (SIGKILL to all its processes), "pause" and "resume"
# (SIGSTOP and SIGCONT to them), "promote". Each is answered by "ok" or "failed: why".
set -uo pipefail
user=peers
password=${PGPASSWORD:-}

programs() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin /usr/local/pgsql/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] || found=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
    [ -x "$found/postgres" ] && [ -x "$found/initdb" ] && [ -x "$found/pg_basebackup" ] && echo "$found"
}

check() {
    # While another suite installs it, it is there by half.
    flock -s /var/lib/apt true 2>/dev/null
    [ -n "$(programs)" ] && command -v pgrep >/dev/null && return
    # Debian's package would create and start a server of its own.
    if [ "$(id -u)" = 0 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    local why
    why=$(bash "$(dirname "$0")/../install.sh" postgresql procps | tail -n 1)
    [ -n "$(programs)" ] || { echo "PostgreSQL is not installed: $why"; return 1; }
}

# PostgreSQL refuses to be run by root.
as_user() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

create() {
    echo "$password" >"$folder/password"
    as_user "$bin/initdb" -D "$folder/data" -U "$user" -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C -N
}

copy() {
    as_user env PGPASSWORD="$password" "$bin/pg_basebackup" -D "$folder/data" -h 127.0.0.1 -p "$1" -U "$user" -R -X stream -c fast
}

start() {
    # Whoever is killed leaves its shared memory: in its folder it goes with that.
    as_user "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c dynamic_shared_memory_type=mmap $arguments" start
}

processes() {
    local postmaster
    postmaster=$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null) || return 0
    echo "$postmaster" $(pgrep -P "$postmaster")
}

kill_all() {
    local all left
    all=$(processes)
    [ -n "$all" ] || return 0
    kill -KILL $all 2>/dev/null
    for left in $all; do
        while kill -0 "$left" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$left/status" 2>/dev/null; do sleep 0.01; done
    done
    rm -f "$folder/data/postmaster.pid"
}

obey() {
    case $1 in
        create) create ;;
        copy) copy "$2" ;;
        start) start ;;
        kill) kill_all ;;
        pause) kill -STOP $(processes) ;;
        resume) kill -CONT $(processes) ;;
        promote) as_user "$bin/pg_ctl" -D "$folder/data" -w promote ;;
        *) echo "What is '$1'?"; return 1 ;;
    esac
}

run() {
    port=$1
    shift
    arguments=$*
    bin=$(programs) || exit 1
    folder=$(as_user mktemp -d "${TMPDIR:-/tmp}/peers-postgresql-XXXXXX")
    trap 'kill_all; rm -rf "$folder"' EXIT
    trap '' INT TERM HUP
    cd "$folder" || exit 1
    local line
    while read -r line; do
        if obey $line >"$folder/answer" 2>&1 </dev/null; then echo ok; else echo "failed: $(tail -n 5 "$folder/answer" "$folder/log" 2>/dev/null | tr '\n' ' ')"; fi
    done
}

case ${1:-} in
    check) check ;;
    run) shift; run "$@" ;;
    *) echo "server.sh check | run PORT ARGS"; exit 2 ;;
esac
