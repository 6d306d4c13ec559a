/// A value of Redis' protocol, RESP2
/// (https://redis.io/docs/latest/develop/reference/protocol-spec).
package enum RESPValue: Equatable, Sendable {
    case simple(String)
    case error(String)
    case integer(Int64)
    /// `nil` is RESP's null bulk string.
    case bulk([UInt8]?)
    /// `nil` is RESP's null array.
    case array([RESPValue]?)

    /// A command with its arguments, as a client sends it.
    package static func command(_ words: [[UInt8]]) -> [UInt8] {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words {
            bytes += "$\(word.count)\r\n".utf8
            bytes += word
            bytes += "\r\n".utf8
        }
        return bytes
    }

    package static func command(_ words: String...) -> [UInt8] {
        command(words.map { Array($0.utf8) })
    }
}

/// What a peer sent is not RESP2, or more than is taken from it.
package enum RESPError: Error, Equatable, Sendable {
    case malformed
    case tooLong(bytesMax: Int)
    case tooDeep(depthMax: Int)
}
