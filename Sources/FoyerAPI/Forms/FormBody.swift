/// What a browser sends for a plain HTML form (application/x-www-form-urlencoded).
package struct FormBody: Equatable, Sendable {
    package enum Problem: Error, Equatable, Sendable {
        /// A percent sign without two digits, bytes that are no UTF-8, a field twice, too many.
        case malformed
    }

    /// More than any form of ours has.
    package static let fieldsMax = 100

    private let fields: [(name: String, value: String)]

    package init(_ bytes: [UInt8]) throws(Problem) {
        var fields: [(name: String, value: String)] = []
        for pair in bytes.split(separator: 0x26) {
            guard fields.count < Self.fieldsMax else { throw .malformed }
            let middle = pair.firstIndex(of: 0x3d) ?? pair.endIndex
            let name = try Self.decoded(pair[..<middle])
            let value = try Self.decoded(pair[middle...].dropFirst())
            guard !fields.contains(where: { $0.name == name }) else { throw .malformed }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The field's text; empty where there is none, as a browser sends nothing for an empty box.
    package func text(_ name: String) -> String {
        fields.first { $0.name == name }?.value ?? ""
    }

    package var names: [String] { fields.map(\.name) }

    package static func == (one: FormBody, other: FormBody) -> Bool {
        one.fields.elementsEqual(other.fields) { $0 == $1 }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) throws(Problem) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case 0x2b: plain.append(0x20)
            case 0x25:
                guard let high = rest.popFirst().flatMap({ digit($0) }),
                    let low = rest.popFirst().flatMap({ digit($0) })
                else { throw .malformed }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        guard let text = String(validating: plain, as: UTF8.self) else { throw .malformed }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
