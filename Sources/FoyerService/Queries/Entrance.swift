import FoyerCore
import Storage

/// What the customer's page needs to know of a room.
package struct Entrance: Sendable {
    package let company: String
    /// Under this key the browser keeps its customer token: one customer per company.
    package let companyKey: ID<Company>
    package let room: String
    package let settings: RoomSettings
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

extension Service {
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

    /// The room as customers see it with these settings.
    func entrance(
        of room: RoomRow, settings: RoomSettings, _ transaction: any Transaction
    ) throws -> Entrance {
        let company: String? = try transaction.first(
            "SELECT name FROM company WHERE id = \(room.company)")?
            .get("name")
        // A plan that was lost takes the brand with it; the setting stays for better times.
        let plan = try plan(of: room.company, transaction)
        return Entrance(
            company: company ?? "", companyKey: room.company, room: room.name, settings: settings,
            brand: plan.has(.whiteLabel) ? settings.contactForm.brand : "")
    }

    private func name(of agent: ID<Agent>, _ transaction: any Transaction) throws -> String {
        try transaction.first("SELECT name FROM agent WHERE id = \(agent)")?.get("name") ?? ""
    }
}
