import FoyerCore
import Logging
import Storage
import Synchronization

/// Screens that are gone while the database could not take that down: without it their graces
/// would never begin, and who is not there would be served for ever.
///
/// What a crash loses with this memory, the next start makes good: it forgets all screens.
final class LostScreens: Sendable {
    enum Screen: Sendable {
        case customer(CustomerConnection)
        case agent(LoggedOn, ID<Connection>)
    }

    private let screens = Mutex<[Screen]>([])

    func add(_ screen: Screen) { screens.withLock { $0.append(screen) } }

    func takeAll() -> [Screen] {
        screens.withLock { screens in
            defer { screens = [] }
            return screens
        }
    }
}

extension Service {
    /// Tries again what `disconnectCustomer` and `disconnectAgent` could not write; what fails
    /// again waits for the next round.
    func finishDisconnects() async throws {
        for screen in lostScreens.takeAll() {
            do {
                try await finish(screen)
            } catch {
                // What is weather `remembering` has in mind again; one company's broken row must
                // not hold up the others.
                guard !error.isWeather else { continue }
                logger.error("lost screen", metadata: ["error": "\(error)"])
            }
        }
    }

    private func finish(_ screen: LostScreens.Screen) async throws {
        switch screen {
        case .customer(let connection): try await disconnectCustomer(connection)
        case .agent(let agent, let connection):
            try await disconnectAgent(agent, connection: connection)
        }
    }

    /// Runs a disconnect, and keeps the screen in mind where the database fails for now.
    func remembering(_ screen: LostScreens.Screen, _ disconnect: () async throws -> Void)
        async throws
    {
        do {
            try await disconnect()
        } catch  where error.isWeather {
            lostScreens.add(screen)
            throw error
        }
    }
}

extension Error {
    /// Whether the database is at fault as a whole and for now, not what was asked of it.
    var isWeather: Bool {
        switch (self as? DatabaseError)?.kind {
        case .busy, .overloaded, .connection, .diskFull, .inputOutput, .corrupt, .unknownOutcome,
            .closed:
            true
        case .unique, .foreignKey, .check, .notNull, .syntax, .decoding, .other, nil:
            self is CancellationError
        }
    }
}
