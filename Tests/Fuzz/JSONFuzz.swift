import Foundation
import FoyerAPI

/// JSON of any kind: accepted as Foundation accepts it, and written again it reads the same.
enum JSONFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        let result: Result<JSONValue, JSONError>
        do throws(JSONError) {
            result = .success(try JSONValue(parsing: input))
        } catch {
            result = .failure(error)
        }
        let isSkipped =
            accepted { () throws(JSONError) in
                try JSONReader.read(input) { reader throws(JSONError) in try reader.skip() }
            } != nil
        let isFoundations = isReadByFoundation(input)
        switch result {
        case .success(let value):
            // The planted bug: whole numbers are thought to fit 32 bits.
            if planted, case .int(let number) = value { _ = Int32(number) }
            promise(isSkipped, "read, but not passed over")
            promise(isFoundations != false || holdsWideNumber(value), "Foundation refuses it")
            var writer = JSONWriter()
            writer.element(value)
            let written = writer.bytes
            let again = accepted { () throws(JSONError) in try JSONValue(parsing: written) }
            // A text of many controls grows when it is escaped.
            promise(
                again == value || written.count > WireLimit.jsonBytesMax,
                "\(value) became \(String(describing: again))")
        case .failure(let error):
            promise((0...input.count).contains(error.offset), "the error is at \(error.offset)")
            promise(!isSkipped || isOwnLimit(error.problem), "passed over, but not read: \(error)")
            promise(
                isFoundations != true || isOwnLimit(error.problem)
                    || isAfterLastComma(error.offset, input),
                "Foundation reads it, but here: \(error)")
        }
    }

    /// What is JSON, and refused here none the less.
    private static func isOwnLimit(_ problem: JSONError.Problem) -> Bool {
        switch problem {
        case .duplicateName, .tooDeep, .tooLong, .tooManyValues: true
        default: false
        }
    }

    /// Foundation on Linux reads `[1,]` and `{"a":1,}`, which are no JSON (RFC 8259, section 5).
    private static func isAfterLastComma(_ offset: Int, _ input: [UInt8]) -> Bool {
        let spaces: [UInt8] = [0x20, 0x0a, 0x0d, 0x09]
        guard offset < input.count, [0x5d, 0x7d].contains(input[offset]) else { return false }
        return input[..<offset].last { !spaces.contains($0) } == 0x2c
    }

    /// Numbers beyond a double's range are JSON that Foundation may refuse.
    private static func holdsWideNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .number: true
        case .array(let elements): elements.contains(where: holdsWideNumber)
        case .object(let members): members.contains { holdsWideNumber($0.value) }
        case .null, .bool, .int, .string: false
        }
    }

    /// `nil` where Foundation would take the bytes for another encoding than UTF-8.
    private static func isReadByFoundation(_ input: [UInt8]) -> Bool? {
        guard !input.prefix(4).contains(0), !input.starts(with: [0xef, 0xbb, 0xbf]),
            !input.starts(with: [0xfe, 0xff]), !input.starts(with: [0xff, 0xfe])
        else { return nil }
        let value = accepted {
            try JSONSerialization.jsonObject(with: Data(input), options: [.fragmentsAllowed])
        }
        return value != nil
    }
}
