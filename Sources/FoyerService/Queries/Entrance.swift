import FoyerCore
import Storage

/// What the customer's page needs to know of a room.
package struct Entrance: Sendable {
    package let company: String
    /// Under this key the browser keeps its customer token: one customer per company.
    package let companyKey: ID<Company>
    package let room: String
    package let settings: RoomSettings
    /// The room's live version of settings.
    package let version: Int
    package let logo: ShownImage?
    package let background: ShownImage?
    /// Of a private room the agent to whom its chats go (PRIV-1).
    package var privateAgent: PrivateAgent?
    /// What stands in the form's foot instead of "powered by Foyer"; empty: that.
    package let brand: String

    package struct PrivateAgent: Sendable {
        package let name: String
        /// Who has left the room or was shut out answers no chat there.
        package let answers: Bool
    }
}

/// What the form without scripts is made of.
package struct PlainForm: Sendable {
    package let entrance: Entrance
    /// To be sent back with the form.
    package let challenge: String
    package let formNumber: Int64
}

extension Service {
    /// The room behind a link, and a challenge for its form without scripts (CF-6).
    package func plainForm(roomToken: String) async throws -> PlainForm {
        let entrance = try await entrance(roomToken: roomToken)
        let (room, secret, now) = try await database.read { transaction in
            (
                try Access(transaction: transaction).room(token: roomToken),
                try puzzleSecret(transaction), transaction.now
            )
        }
        let said = PlainChallengeText(
            madeAt: now, formNumber: try await nextFormNumber(of: room.company),
            nonce: identity.token())
        return PlainForm(
            entrance: entrance,
            challenge: Puzzle(secret: secret).plainChallenge(room: room.id, said),
            formNumber: said.formNumber)
    }

    /// The room behind a link; behind one that is no longer used only for `talking`: a browser
    /// whose chat began there and goes on, and a page that tells whose link it was.
    package func entrance(roomToken: String, talking: Bool = false) async throws -> Entrance {
        try await database.read { transaction in
            let access = Access(transaction: transaction)
            let link = talking ? try access.link(onceBehind: roomToken) : try access.link(roomToken)
            let settings = try settings.settings(
                of: link.room.id, version: link.room.settingsVersion, in: transaction)
            var entrance = try entrance(of: link.room, settings: settings, transaction)
            entrance.privateAgent = try link.onlyAgent.map {
                Entrance.PrivateAgent(
                    name: try name(of: $0, transaction),
                    answers: try access.canAnswer($0, in: link.room.id))
            }
            return entrance
        }
    }

    /// The room behind a link, and which version of its settings is live.
    package func liveVersion(roomToken: String) async throws -> (room: ID<Room>, version: Int) {
        try await database.read { transaction in
            let room = try Access(transaction: transaction).room(token: roomToken)
            return (room.id, room.settingsVersion)
        }
    }

    /// The room as customers see it with these settings.
    func entrance(
        of room: RoomRow, settings: RoomSettings, _ transaction: any Transaction
    ) throws -> Entrance {
        let company: String? = try transaction.first(
            "SELECT name FROM company WHERE id = \(room.company)")?
            .get("name")
        let form = settings.contactForm
        // A plan that was lost takes the brand with it; the setting stays for better times.
        let plan = try plan(of: room.company, transaction)
        return Entrance(
            company: company ?? "", companyKey: room.company, room: room.name, settings: settings,
            version: room.settingsVersion,
            logo: try shown(form.logo, of: room.company, transaction),
            background: try shown(form.background, of: room.company, transaction),
            brand: plan.has(.whiteLabel) ? form.brand : "")
    }

    private func name(of agent: ID<Agent>, _ transaction: any Transaction) throws -> String {
        try transaction.first("SELECT name FROM agent WHERE id = \(agent)")?.get("name") ?? ""
    }
}
