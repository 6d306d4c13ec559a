import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

/// A company's random life through the service's public door: two nodes, agents, customers, time.
///
/// Refusals are part of life. The choices come from the seed; ids and tokens do not.
struct History {
    struct Desk {
        var agent: LoggedOn
        var connections: [ID<Connection>] = []
    }

    enum Command: CaseIterable {
        case ask, askAgain, answer, reject, cancel, end, send, putAway
        case connectAgent, disconnectAgent, logOff, chooseReady, chooseBreak
        case connectCustomer, disconnectCustomer
        case passTime, restart
        case publish, createAgent, editAgent, createRoom, deleteRoom, editRoom
    }

    let nodes: [ServiceFixture]
    let administrator: LoggedOn
    var random: SeededRandom
    var desks: [Desk] = []
    var rooms: [RoomRow] = []
    var customers: [AskingCustomer] = []
    var agentsMade = 0
    /// How often each command was done, and how often it was refused.
    private(set) var done: [Command: Int] = [:]
    private(set) var refused: [Command: Int] = [:]

    init(seed: UInt64, nodes: [ServiceFixture], administrator: LoggedOn) async throws {
        self.nodes = nodes
        self.administrator = administrator
        random = SeededRandom(seed: seed)
        rooms = [try await nodes[0].general(for: administrator)]
        for _ in 0..<Int.random(in: 1...4, using: &random) { try await createAgent(at: nodes[0]) }
        for position in desks.indices { try await connect(position, at: nodes[0]) }
    }

    /// Does one random command at a random node.
    mutating func step() async throws -> (command: Command, node: ServiceFixture) {
        // Asking, answering and time come more often than editing.
        let often: [Command] = [
            .ask, .ask, .ask, .answer, .answer, .answer, .answer, .end, .end, .chooseReady,
            .chooseReady,
            .connectAgent, .connectCustomer, .passTime, .passTime, .passTime, .reject, .send,
        ]
        let command =
            Bool.random(using: &random)
            ? pick(often) ?? .ask : Command.allCases.randomElement(using: &random) ?? .ask
        let node = pick(nodes) ?? nodes[0]
        node.clock.advance(milliseconds: Int64.random(in: 0...400, using: &random))
        do {
            try await perform(command, at: node)
            done[command, default: 0] += 1
        } catch is Refusal {
            refused[command, default: 0] += 1
        }
        return (command, node)
    }

    private mutating func perform(_ command: Command, at node: ServiceFixture) async throws {
        switch command {
        case .ask, .askAgain, .cancel, .connectCustomer, .disconnectCustomer:
            try await performAsCustomer(command, at: node)
        case .answer, .reject, .connectAgent, .disconnectAgent, .logOff, .chooseReady, .chooseBreak,
            .putAway:
            try await performAsAgent(command, at: node)
        case .publish, .createAgent, .editAgent, .createRoom, .deleteRoom, .editRoom:
            try await performAsAdministrator(command, at: node)
        case .end, .send: try await performInChat(command, at: node)
        case .passTime:
            node.clock.advance(seconds: Int.random(in: 0...25, using: &random))
            _ = try await node.service.passTime()
        case .restart: try await restart(at: node)
        }
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &random)
    }

    /// Every node was down: all connections are gone, and each node says so to the rows.
    private mutating func restart(at node: ServiceFixture) async throws {
        node.clock.advance(seconds: Int.random(in: 0...4_000, using: &random))
        try await node.service.restart()
        for (number, other) in nodes.enumerated() {
            _ = try await other.service.renewLease(as: "node \(number)")
        }
        for position in desks.indices { desks[position].connections = [] }
    }
}
