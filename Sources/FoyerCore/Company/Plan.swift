/// What a company may have: data, not code (CO-2).
package struct Plan: Equatable, Sendable {
    package enum Feature: String, CaseIterable, Sendable {
        /// Candidates by their distance to the customer.
        case nearestAgent
        /// The company's own brand where Foyer's name would stand.
        case whiteLabel
    }

    /// Names it in rows and on the command line.
    package let key: String
    package let name: String
    /// `nil`: as many as a company may have at all (`Limit.roomsPerCompanyMax`).
    package let roomsMax: Int?
    /// `nil`: any number.
    package let entitlementsPerYear: Int?
    package let features: [Feature]

    package init(
        key: String, name: String, roomsMax: Int?, entitlementsPerYear: Int?, features: [Feature]
    ) {
        self.key = key
        self.name = name
        self.roomsMax = roomsMax
        self.entitlementsPerYear = entitlementsPerYear
        self.features = features
    }

    package func has(_ feature: Feature) -> Bool { features.contains(feature) }

    /// Rooms that a company with this plan may have.
    package var roomsAtMost: Int { min(roomsMax ?? .max, Limit.roomsPerCompanyMax) }
}

/// The plans that a server knows: those built in, then its own.
package struct Plans: Equatable, Sendable {
    package static let ownMax = 100
    /// The first company's of an install, and every other's until somebody says otherwise.
    package static let standard = Plan(
        key: "selfHosted", name: "Self-hosted", roomsMax: nil, entitlementsPerYear: nil,
        features: [.nearestAgent, .whiteLabel])

    package static let builtIn: [Plan] = [
        Plan(
            key: "foreverFree", name: "Forever Free", roomsMax: 1, entitlementsPerYear: 500,
            features: []),
        Plan(
            key: "growingBusiness", name: "Growing Business", roomsMax: 5,
            entitlementsPerYear: 5_000, features: []),
        Plan(
            key: "professional", name: "Professional", roomsMax: 20,
            entitlementsPerYear: 20_000, features: [.whiteLabel]),
        Plan(
            key: "enterprise", name: "Enterprise", roomsMax: 100,
            entitlementsPerYear: 100_000, features: [.whiteLabel]),
        Plan(
            key: "largeEnterprise", name: "Large Enterprise", roomsMax: nil,
            entitlementsPerYear: 1_000_000, features: [.nearestAgent, .whiteLabel]),
        standard,
    ]

    package let all: [Plan]

    /// The server's own follow those built in; a key stands once.
    package init(own: [Plan] = []) { all = Plans.builtIn + own }

    package subscript(key: String) -> Plan? { all.first { $0.key == key } }

    /// The plan of a company's row. One that was taken out of the server's file has no
    /// features, and lets nothing be added.
    package func plan(ofRow key: String) -> Plan {
        self[key]
            ?? Plan(key: key, name: key, roomsMax: 0, entitlementsPerYear: 0, features: [])
    }
}
