# A private PostgreSQL on loopback for one run of the tests. Sourced.
#
# The outermost script that sources this owns the server: its exit stops it. The first postgres_start
# starts it, the next ones find it. Whoever sets FOYER_TEST_POSTGRES beforehand brings a server along.

if [ -z "${FOYER_TEST_POSTGRES_FOLDER:-}" ]; then
    export FOYER_TEST_POSTGRES_FOLDER=$root/build-products/postgres.$$
    trap postgres_stop EXIT
    trap 'exit 130' INT TERM
fi

# Exports FOYER_TEST_POSTGRES, the URL of a database that may be filled and emptied at will.
postgres_start() {
    [ -z "${FOYER_TEST_POSTGRES:-}" ] || return 0
    if [ -e "$FOYER_TEST_POSTGRES_FOLDER/url" ]; then
        FOYER_TEST_POSTGRES=$(cat "$FOYER_TEST_POSTGRES_FOLDER/url")
        export FOYER_TEST_POSTGRES
        return
    fi
    local port bin began
    began=$(milliseconds)
    bin=$(postgres_bin)
    port=$(free_port)
    postgres_folder
    as_postgres "$bin/initdb" -D "$(readlink "$FOYER_TEST_POSTGRES_FOLDER/home")/data" \
        --auth=trust --username=foyer --encoding=UTF8 --no-locale --no-sync >/dev/null || return 1
    as_postgres "$bin/pg_ctl" -D "$(readlink "$FOYER_TEST_POSTGRES_FOLDER/home")/data" -w -s \
        -l "$(readlink "$FOYER_TEST_POSTGRES_FOLDER/home")/log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=600" \
        start || return 1
    printf 'postgresql://foyer@127.0.0.1:%s/postgres' "$port" >"$FOYER_TEST_POSTGRES_FOLDER/url"
    FOYER_TEST_POSTGRES=$(cat "$FOYER_TEST_POSTGRES_FOLDER/url")
    export FOYER_TEST_POSTGRES
    say "PostgreSQL of this run: $FOYER_TEST_POSTGRES (started in $(seconds_since "$began"))"
}

postgres_stop() {
    local home
    home=$(readlink "$FOYER_TEST_POSTGRES_FOLDER/home" 2>/dev/null) || return 0
    as_postgres "$(postgres_bin)/pg_ctl" -D "$home/data" -m immediate -s stop
    rm -rf "$home" "$FOYER_TEST_POSTGRES_FOLDER"
}

# The server's files must belong to the one it runs as, who may not be able to enter this folder.
postgres_folder() {
    mkdir -p "$FOYER_TEST_POSTGRES_FOLDER"
    local home
    home=$(mktemp -d "${TMPDIR:-/tmp}/foyer-postgres.XXXXXX")
    [ "$(id -u)" != 0 ] || chown postgres "$home"
    ln -s "$home" "$FOYER_TEST_POSTGRES_FOLDER/home"
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# The newest installed server's programs.
postgres_bin() {
    local newest
    newest=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
    if [ -n "$newest" ]; then
        say "$newest"
    else
        dirname "$(command -v initdb)"
    fi
}
