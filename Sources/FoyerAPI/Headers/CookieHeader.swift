/// The `Cookie` header (RFC 6265, section 4.2.1).
package enum CookieHeader {
    /// The value of the first cookie of that name; `nil` where there is none.
    ///
    /// `values` are those of the header's fields in their order.
    package static func value(of name: String, in values: [String]) -> String? {
        for value in values {
            for cookie in value.utf8.split(separator: 0x3b) {
                guard let equals = cookie.firstIndex(of: 0x3d) else { continue }
                guard Substring(cookie[..<equals]).withoutHeaderSpace == name else { continue }
                return String(Substring(cookie[cookie.index(after: equals)...]).withoutHeaderSpace)
            }
        }
        return nil
    }
}
