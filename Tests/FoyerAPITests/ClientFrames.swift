/// Frames as a client sends them, right or wrong at will.
enum ClientFrames {
    static let mask: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]

    static func text(_ text: String, isFinal: Bool = true) -> [UInt8] {
        frame(isFinal ? 0x81 : 0x01, Array(text.utf8))
    }

    static func continuation(_ text: String, isFinal: Bool) -> [UInt8] {
        frame(isFinal ? 0x80 : 0x00, Array(text.utf8))
    }

    static func close(_ code: UInt16, _ reason: [UInt8] = []) -> [UInt8] {
        frame(0x88, [UInt8(code >> 8), UInt8(code & 0xff)] + reason)
    }

    /// A frame with any first byte, masked, its length in the shortest form or in the given one.
    static func frame(
        _ first: UInt8, _ payload: [UInt8], lengthByteCount: Int? = nil
    ) -> [UInt8] {
        let shortest = payload.count < 126 ? 0 : payload.count < 65_536 ? 2 : 8
        let lengthByteCount = lengthByteCount ?? shortest
        let second = [0: UInt8(truncatingIfNeeded: payload.count), 2: 126, 8: 127][lengthByteCount]
        let length = (0..<lengthByteCount).reversed().map {
            UInt8(truncatingIfNeeded: payload.count >> (8 * $0))
        }
        let masked = payload.enumerated().map { $1 ^ mask[$0 % 4] }
        return [first, 0x80 | (second ?? 0)] + length + mask + masked
    }
}
