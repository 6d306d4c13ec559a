# Builds the fuzzer of Tests/Fuzz. Sourced, never run.

fuzz_build=.build/fuzz
fuzz_targets=(websocket frame json fields settings resp cookie forwarded range origin address id checks challenge form image database bus redis)

# Compiles the decoders' targets anew with the fuzzer's and the address sanitizer's instruments. SwiftPM knows no
# such build; no package is needed, for these targets depend on none. Of targets that do, single files are taken.
fuzz_build() {
    local flags=(-parse-as-library -swift-version 6 -package-name foyer -O -whole-module-optimization -gline-tables-only
        -sanitize=fuzzer,address -enable-upcoming-feature ExistentialAny -I "$fuzz_build"
        -I Sources/CSQLite -I Sources/CPostgres)
    local flag
    for flag in $(pkg-config --cflags libpq); do flags+=(-Xcc "$flag"); done
    local nodes=(Sources/FoyerServer/Nodes/RedisAddress.swift Sources/FoyerService/Nodes/BusPacket.swift
        Sources/FoyerService/Live/Announcer.swift Sources/FoyerService/Rows/{Columns,CustomAnswers,EntryRow,JSONByteCount}.swift)
    mkdir -p "$fuzz_build"
    fuzz_module Storage &
    local storage=$!
    fuzz_module FoyerCore
    fuzz_module FoyerAPI
    wait "$storage"
    # shellcheck disable=SC2046 # pkg-config's words are meant to be split
    swiftc "${flags[@]}" -module-name Fuzz -o "$fuzz_build/fuzz" Tests/Fuzz/*.swift "${nodes[@]}" \
        "$fuzz_build"/{FoyerCore,FoyerAPI,Storage}.o $(pkg-config --libs libpq sqlite3) \
        2> >(grep -v 'Cannot export local symbol' >&2)
}

fuzz_module() {
    swiftc "${flags[@]}" -module-name "$1" -emit-module -emit-module-path "$fuzz_build/$1.swiftmodule" \
        -c -o "$fuzz_build/$1.o" $(find "Sources/$1" -name '*.swift' | sort)
}
