# What the scripts under bin/ share. Sourced, never run: the caller stands in the project's root afterwards.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

# Every SwiftPM command gets these; one at a time, since SwiftPM locks .build.
swift_flags=(--explicit-target-dependency-import-check error)

say() { printf '%s\n' "$*"; }
fail() {
    printf 'foyer: %s\n' "$*" >&2
    exit 1
}

milliseconds() { date +%s%3N; }

# Seconds since $1, a figure from milliseconds(), with one decimal.
seconds_since() {
    local elapsed=$(($(milliseconds) - $1))
    printf '%d.%d s' $((elapsed / 1000)) $((elapsed % 1000 / 100))
}

# A TCP port on loopback that nobody holds now.
free_port() {
    python3 -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}

# Fetches URL $1 and prints the body; fails unless the answer is 200.
fetch() {
    python3 -c 'import sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=5) as answer:
    sys.stdout.write(answer.read().decode())' "$1"
}

# Waits until URL $1 answers 200, at most $2 seconds, as long as process $3 lives.
wait_for() {
    local url=$1 limit=$2 process=$3 began
    began=$(milliseconds)
    until fetch "$url" >/dev/null 2>&1; do
        kill -0 "$process" 2>/dev/null || fail "the process ended before $url answered"
        (($(milliseconds) - began < limit * 1000)) || fail "$url did not answer within $limit s"
        sleep 0.1
    done
}

# Runs a command for at most $1. When the time is up or the caller is stopped, whatever the command started
# ends with it, also what has left its process group: all of them are one session.
within() (
    limit=$1
    shift
    # A shell's background job ignores Ctrl-C; what is tested must not.
    setsid env --default-signal=INT,QUIT timeout --kill-after=30 "$limit" "$@" &
    session=$!
    trap 'kill "$session" 2>/dev/null; wait "$session"; pkill -KILL -s "$session"; exit 130' INT TERM
    code=0
    wait "$session" || code=$?
    pkill -KILL -s "$session" || true
    exit "$code"
)

# Runs a command as root: directly, or through sudo where there is one.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root and there is no sudo: $*"
    fi
}
