import Crypto
import Storage

/// What a set of rows is, whatever the order they come in: engines sort texts differently.
///
/// The sum of the rows' SHA-256: it finds what is damaged, missing or too much, not what somebody
/// forged.
struct RowDigest {
    private(set) var count = 0
    private var lanes: [UInt64] = [0, 0, 0, 0]
    private var bytes: [UInt8] = []

    mutating func add(_ row: Row) {
        bytes.removeAll(keepingCapacity: true)
        for value in row.values {
            switch value {
            case .null: bytes.append(0)
            case .int(let integer):
                bytes.append(1)
                append(UInt64(bitPattern: integer))
            case .text(let text):
                bytes.append(2)
                append(UInt64(text.utf8.count))
                bytes.append(contentsOf: text.utf8)
            }
        }
        count += 1
        SHA256.hash(data: bytes).withUnsafeBytes { hash in
            for lane in lanes.indices {
                let word = hash.loadUnaligned(fromByteOffset: lane * 8, as: UInt64.self)
                lanes[lane] &+= UInt64(littleEndian: word)
            }
        }
    }

    var text: String {
        Identity.hexadecimal(
            lanes.flatMap { lane in (0..<8).map { UInt8(truncatingIfNeeded: lane >> ($0 * 8)) } })
    }

    private mutating func append(_ word: UInt64) {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (shift * 8))) }
    }
}
