import FoyerCore

/// An authenticated agent: who asks, at the console or through the API.
package struct LoggedOn: Equatable, Sendable {
    package let agent: ID<Agent>
    package let company: ID<Company>
    package let name: String
    package let email: String
    package let isAdministrator: Bool
    package let logOn: ID<LogOn>
    package let channel: Channel

    package func requireAdministrator() throws(Refusal) {
        guard isAdministrator else { throw .administratorsOnly }
    }
}

/// A customer of one company, known by the token that the browser keeps.
package struct KnownCustomer: Equatable, Sendable {
    package let id: ID<Customer>
    package let company: ID<Company>
}

/// Who asks for a chat.
package enum Asker: Equatable, Sendable {
    case customer(ID<Customer>)
    case agent(LoggedOn)

    package var sender: Sender {
        switch self {
        case .customer: .customer
        case .agent(let agent): .agent(agent.agent)
        }
    }

    package var side: Side {
        switch self {
        case .customer: .customer
        case .agent: .agent
        }
    }
}
