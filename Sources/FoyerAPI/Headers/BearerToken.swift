/// `Authorization: Bearer …` (RFC 6750, section 2.1).
package enum BearerToken {
    /// The token; `nil` for any other scheme.
    package static func token(in header: String) -> String? {
        guard let space = header.utf8.firstIndex(of: 0x20),
            header[..<space].lowercased() == "bearer"
        else { return nil }
        let token = header[space...].withoutHeaderSpace
        return token.isEmpty ? nil : String(token)
    }
}
