import FoyerAPI

/// Frames of a client: the same inputs come out however the bytes were cut, and what a client
/// encodes comes out as it went in.
enum WebSocketFuzz {
    private static let messageBytesMax = 4_096

    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        let step = Int(input.byte()) % 23 + 1
        let bytes = input.bytes
        let whole = read([bytes[...]])
        var cuts: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            var cut = rest.prefix(cuts.count % step + 1)
            rest = rest.dropFirst(cut.count)
            // The planted bug: a header that is cut after its first byte loses that byte.
            if planted, cut.count == 1, cut.first == 0x89, !rest.isEmpty { cut = [] }
            cuts.append(cut)
        }
        let inPieces = read(cuts)
        promise(whole == inPieces, "whole \(whole), in pieces \(inPieces)")
        roundTrip(bytes, mask: UInt32(step) &* 0x9e37_79b9)
    }

    private struct Reading: Equatable {
        var inputs: [WebSocketInput] = []
        var violation: WebSocketViolation?
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) -> Reading {
        var decoder = WebSocketFrameDecoder(messageBytesMax: messageBytesMax)
        var reading = Reading()
        for piece in pieces {
            decoder.append(piece)
            do throws(WebSocketViolation) {
                while let input = try decoder.next() {
                    if case .text(let text) = input {
                        promise(text.count <= messageBytesMax, "a text of \(text.count) bytes")
                        promise(
                            String(validating: text, as: UTF8.self) != nil, "a text is no UTF-8")
                    }
                    reading.inputs.append(input)
                }
            } catch {
                if let before = reading.violation { promise(before == error, "another error") }
                reading.violation = error
                promise(!decoder.hasPartialInput, "input is kept after an error")
            }
            // What is kept is one message, one frame, and the piece that was just appended.
            let room = 4 * (messageBytesMax + piece.count + 64)
            promise(decoder.bufferCapacity <= room, "\(decoder.bufferCapacity) bytes are held")
        }
        return reading
    }

    /// A client's frame of one text, as RFC 6455 writes it.
    private static func roundTrip(_ payload: [UInt8], mask: UInt32) {
        var frame = WebSocketFrames.text(payload)
        let header = frame.count - payload.count
        frame[1] |= 0x80
        let key = (0..<4).map { UInt8(truncatingIfNeeded: mask >> (24 - 8 * UInt32($0))) }
        for index in payload.indices { frame[header + index] ^= key[index & 3] }
        frame.insert(contentsOf: key, at: header)
        let reading = read([frame[...]])
        if payload.count > messageBytesMax {
            promise(reading == Reading(violation: .messageTooBig), "\(reading)")
        } else if String(validating: payload, as: UTF8.self) == nil {
            promise(reading == Reading(violation: .invalidUTF8), "\(reading)")
        } else {
            promise(reading == Reading(inputs: [.text(payload)]), "\(reading)")
        }
    }
}
