/// Whether a request comes from the console's own pages.
package struct OwnOrigin: Sendable {
    /// The public URL's scheme, host and port.
    private let origin: String

    package init(origin: String) { self.origin = origin }

    /// The `Origin` that browsers send is the public URL's, or names the very host that was asked.
    package func allows(_ claimed: String?, authority: String?) -> Bool {
        guard let claimed else { return false }
        if claimed == origin { return true }
        guard let authority else { return false }
        let scheme = origin.hasPrefix("https://") ? "https" : "http"
        return claimed == "\(scheme)://\(authority)"
    }
}

/// `Sec-Fetch-Site`: where a browser says that a request comes from (Fetch Metadata).
package enum FetchSite {
    /// Whether it comes from a page of the same origin or from the address line; older browsers say
    /// nothing.
    package static func isOwn(_ site: String?) -> Bool {
        site == nil || site == "same-origin" || site == "none"
    }
}
