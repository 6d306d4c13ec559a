/// Addresses that are shown to people.
package struct Links: Sendable {
    let publicURL: String

    package init(publicURL: String) { self.publicURL = publicURL }

    package var console: String { "\(publicURL)/console" }

    /// Where a room's access number is typed (ROOM-3).
    var number: String { "\(publicURL)/number" }

    package func contactForm(_ token: String) -> String { "\(publicURL)/r/\(token)" }

    func way(_ way: ContactWay, _ token: String) -> String {
        "\(contactForm(token))/\(way.rawValue)"
    }

    package func statistics(_ token: String) -> String { "\(publicURL)/api/statistics/\(token)" }

    package func statisticsDetails(_ token: String) -> String { "\(statistics(token))/details" }

    /// One-time links carry their token in the fragment, which reaches no server and no log.
    package func setUp(_ token: String) -> String { "\(publicURL)/console/set-up#\(token)" }

    package func password(_ token: String) -> String { "\(publicURL)/console/password#\(token)" }
}

/// What else than the contact form a room's link may lead to, by the last word of its address.
enum ContactWay: String, CaseIterable, Sendable {
    case voice, video, whatsApp = "whatsapp"
}
