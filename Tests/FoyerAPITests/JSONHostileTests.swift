import Testing

@testable import FoyerAPI

@Suite("Hostile JSON") struct JSONHostileTests {
    static let seeds: [[UInt8]] = [
        #"{"t":"message","chat":"0190a6c2-7b1e-7000-8000-000000000001","cid":"3f","#
            + #""body":"Guten Tag — „wie geht's?“"}"#,
        #"{"t":"hello","token":"abc","have":["#
            + #"{"chat":"x","seq":12,"id":"y"},{"chat":"z","seq":0}]}"#,
        #"[null,true,false,0,-1,1.5e-7,9223372036854775807,"#
            + #""\ud83d\ude00\u00e9\\\"\n",{},[],[[[[]]]]]"#,
        #"{"":{"":{"":[{"a":"é€😀"}]}},"b":"\u0000"}"#,
    ].map { Array($0.utf8) }

    @Test("no beginning of an object or array is taken for the whole", arguments: seeds)
    func truncation(_ text: [UInt8]) throws {
        _ = try JSONValue(parsing: text)
        for count in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.prefix(count))) }
        }
    }

    @Test("each single byte may be anything", arguments: seeds)
    func everyByte(_ text: [UInt8]) {
        var text = text
        for index in text.indices {
            let original = text[index]
            for byte in UInt8.min ... .max {
                text[index] = byte
                checkOutcome(text)
            }
            text[index] = original
        }
    }

    @Test("100,000 mutated texts are read or refused, and what is read survives writing")
    func mutation() {
        var random = SeededRandom.announced("JSON mutation")
        for round in 0..<100_000 {
            checkOutcome(random.mutate(Self.seeds[round % Self.seeds.count]))
        }
    }

    @Test("random values survive writing and reading")
    func roundTrip() throws {
        var random = SeededRandom.announced("JSON round trip")
        for _ in 0..<5_000 {
            let value = randomValue(depth: 4, using: &random)
            #expect(try JSONValue(parsing: written(value)) == value)
        }
    }

    /// Reads; on success writes and reads again, on failure expects a place within the text.
    private func checkOutcome(_ text: [UInt8]) {
        do {
            let value = try JSONValue(parsing: text)
            let again = try JSONValue(parsing: written(value))
            if again != value { Issue.record("\(text) changed by writing") }
            try JSONReader.read(text) { reader throws(JSONError) in try reader.skip() }
        } catch {
            if error.offset < 0 || error.offset > text.count { Issue.record("\(text): \(error)") }
            checkSkipAgrees(text, error)
        }
    }

    /// What only `JSONValue` refuses, skipping may pass; every other refusal is the same.
    private func checkSkipAgrees(_ text: [UInt8], _ error: JSONError) {
        if error.problem == .duplicateName { return }
        do {
            try JSONReader.read(text) { reader throws(JSONError) in try reader.skip() }
            Issue.record("\(text) skipped in spite of \(error)")
        } catch let other {
            if other != error { Issue.record("\(text): \(error), skipping: \(other)") }
        }
    }

    private func written(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.element(value)
        return writer.bytes
    }

    private func randomValue(depth: Int, using random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int(Int64.random(in: .min ... .max, using: &random))
        case 3: return .number("-1.5e+30")
        case 4: return .string(randomText(using: &random))
        case 5:
            let count = Int.random(in: 0..<4, using: &random)
            return .array((0..<count).map { _ in randomValue(depth: depth - 1, using: &random) })
        default:
            let count = Int.random(in: 0..<4, using: &random)
            return .object(
                (0..<count).map {
                    JSONMember(
                        "\($0)\(randomText(using: &random))",
                        randomValue(depth: depth - 1, using: &random))
                })
        }
    }

    private func randomText(using random: inout SeededRandom) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let bound: UInt32 = Bool.random(using: &random) ? 0x80 : 0x11_0000
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
