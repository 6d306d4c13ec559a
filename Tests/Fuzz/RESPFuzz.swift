import FoyerAPI

/// What Redis says to the bus between nodes: the same values come out however the bytes were cut,
/// and a command comes out as it was written.
enum RESPFuzz {
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
            // The planted bug: a line end that comes alone is lost.
            if planted, cut == [0x0a], !rest.isEmpty { cut = [] }
            cuts.append(cut)
        }
        let inPieces = read(cuts)
        promise(whole == inPieces, "whole \(whole), in pieces \(inPieces)")
        let words = bytes.split(separator: 0x20, maxSplits: 9).map { Array($0) }
        let written = read([RESPValue.command(words)[...]])
        promise(
            written == Reading(values: [.array(words.map { .bulk($0) })], error: nil),
            "\(words) became \(written)")
    }

    private struct Reading: Equatable {
        var values: [RESPValue] = []
        var error: RESPError?
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) -> Reading {
        var reader = RESPReader()
        var reading = Reading()
        for piece in pieces {
            reader.append(piece)
            do throws(RESPError) {
                while let value = try reader.next() { reading.values.append(value) }
            } catch {
                reading.error = error
                return reading
            }
        }
        return reading
    }
}
