import Foundation

/// One decoder of bytes from outside, with what must hold for every input.
///
/// libFuzzer feeds it (bin/steps/fuzz). A trap, an error of the address sanitizer, too much time or
/// memory, or a broken promise ends the process, and the input is kept.
struct FuzzTarget: Sendable {
    /// The folder of its corpus, and its name in `FOYER_FUZZ`.
    let name: String
    /// Decodes and checks. With `planted` it has the bug that proves that the check can fail.
    let check: @Sendable (_ input: [UInt8], _ planted: Bool) -> Void

    static let all: [FuzzTarget] = [
        FuzzTarget(name: "websocket", check: WebSocketFuzz.check),
        FuzzTarget(name: "frame", check: FrameFuzz.check),
        FuzzTarget(name: "json", check: JSONFuzz.check),
        FuzzTarget(name: "fields", check: FieldsFuzz.check),
        FuzzTarget(name: "settings", check: SettingsFuzz.check),
        FuzzTarget(name: "resp", check: RESPFuzz.check),
        FuzzTarget(name: "cookie", check: CookieFuzz.check),
        FuzzTarget(name: "forwarded", check: ForwardedFuzz.check),
        FuzzTarget(name: "range", check: RangeFuzz.check),
        FuzzTarget(name: "origin", check: OriginFuzz.check),
        FuzzTarget(name: "address", check: AddressFuzz.check),
        FuzzTarget(name: "id", check: IDFuzz.check),
        FuzzTarget(name: "checks", check: ChecksFuzz.check),
        FuzzTarget(name: "challenge", check: ChallengeFuzz.check),
        FuzzTarget(name: "form", check: FormFuzz.check),
        FuzzTarget(name: "image", check: ImageFuzz.check),
        FuzzTarget(name: "database", check: DatabaseFuzz.check),
        FuzzTarget(name: "bus", check: BusFuzz.check),
        FuzzTarget(name: "redis", check: RedisFuzz.check),
    ]

    static let chosen: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FOYER_FUZZ"] ?? ""
        guard let target = all.first(where: { $0.name == name }) else {
            print("FOYER_FUZZ names one of:", all.map(\.name).joined(separator: " "))
            exit(2)
        }
        return target
    }()

    static let isPlanted = ProcessInfo.processInfo.environment["FOYER_FUZZ_PLANTED"] == "1"
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    FuzzTarget.chosen.check(input, FuzzTarget.isPlanted)
    return 0
}

/// Ends the process when a promise is broken.
func promise(_ holds: Bool, _ text: @autoclosure () -> String) {
    if !holds { fatalError("broken promise: \(text())") }
}

/// The result, or nil for what was refused.
func accepted<Value, E: Error>(_ body: () throws(E) -> Value) -> Value? {
    do { return try body() } catch { return nil }
}

/// Takes an input apart: some bytes decide, the rest is what is decoded.
struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// Up to the next line end.
    mutating func line() -> String {
        let bytes = rest.prefix { $0 != 0x0a }
        rest = rest.dropFirst(bytes.count + 1)
        return String(decoding: bytes, as: UTF8.self)
    }

    var isEmpty: Bool { rest.isEmpty }

    var bytes: [UInt8] { Array(rest) }

    /// As a header or an address line would hold it: what is no UTF-8 is repaired before.
    var text: String { String(decoding: rest, as: UTF8.self) }
}
