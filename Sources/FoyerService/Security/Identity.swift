import Crypto
import FoundationEssentials
import FoyerCore

/// The one maker of ids and tokens.
package struct Identity: Sendable {
    package init() {}

    /// A new UUIDv7 (RFC 9562) for the given time.
    func id<Subject>(at now: Instant) -> ID<Subject> {
        var generator = SystemRandomNumberGenerator()
        return ID(milliseconds: now.milliseconds, random: (generator.next(), generator.next()))
    }

    /// A new secret or address of 192 random bits in 32 URL-safe characters.
    package func token() -> String {
        var generator = SystemRandomNumberGenerator()
        var token = ""
        token.reserveCapacity(TokenText.characters)
        for _ in 0..<4 {
            var word = generator.next()
            for _ in 0..<8 {
                token.unicodeScalars.append(TokenText.digits[Int(word & 63)])
                word >>= 6
            }
        }
        return token
    }

    /// Names the writing transaction (decision 0006).
    func stamp() -> Int64 { Int64.random(in: 1 ... .max) }

    /// How tokens are stored: the SHA-256 of their text in hexadecimal digits.
    ///
    /// Looking a token up by its hash leaks nothing by time, and a stolen table opens no door.
    package static func hash(_ token: String) -> String {
        hexadecimal(SHA256.hash(data: Array(token.utf8)))
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            text.unicodeScalars.append(urlSafeHex[Int(byte >> 4)])
            text.unicodeScalars.append(urlSafeHex[Int(byte & 15)])
        }
        return text
    }
}

private let urlSafeHex = Array("0123456789abcdef".unicodeScalars)
