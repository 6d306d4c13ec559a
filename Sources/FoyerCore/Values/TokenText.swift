/// The texts of secrets and addresses that the program makes.
package enum TokenText {
    package static let characters = 32

    /// The 64 signs of base64url (RFC 4648, section 5), by their values.
    package static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars)

    /// Whether the text could be a token.
    package static func isToken(_ text: String) -> Bool {
        text.utf8.count == characters && text.unicodeScalars.allSatisfy { digits.contains($0) }
    }
}
