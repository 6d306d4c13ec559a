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

    /// The screen that a connect is about to open; of a body that runs again the last one.
    final class Opening: Sendable {
        private let screen = Mutex<Screen?>(nil)

        func isFor(_ screen: Screen) { self.screen.withLock { $0 = screen } }
        var last: Screen? { screen.withLock { $0 } }
    }

    private let screens = Mutex<[Screen]>([])

    func add(_ screen: Screen) { add([screen]) }

    func add(_ more: some Sequence<Screen>) { screens.withLock { $0.append(contentsOf: more) } }

    var count: Int { screens.withLock { $0.count } }

    func takeAll() -> [Screen] {
        screens.withLock { screens in
            defer { screens = [] }
            return screens
        }
    }
}

extension Service {
    /// Tries again what `disconnectCustomer` and `disconnectAgent` could not write; what fails
    /// again waits for the next round. Deadlines wait for this, so that it stands in no line.
    ///
    /// Throws the first error of a database that does not serve anybody: each further screen would
    /// wait for it as long, and so would the end of the process.
    func finishDisconnects() async throws {
        var screens = lostScreens.takeAll()[...]
        while let screen = screens.popFirst() {
            do {
                try await finish(screen)
            } catch  where error.isOutage {
                lostScreens.add(screens)
                throw error
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
        case .customer(let connection): try await closeScreen(connection)
        case .agent(let agent, let connection): try await closeDesk(of: agent, connection)
        }
    }

    /// Runs a connect; where nobody knows whether it was committed, its row is taken back later:
    /// the client was refused and comes with another one.
    func takingBack<Output>(
        _ connect: (LostScreens.Opening) async throws -> Output
    ) async throws -> Output {
        let opening = LostScreens.Opening()
        do {
            return try await connect(opening)
        } catch let error as DatabaseError where error.kind == .unknownOutcome {
            if let screen = opening.last { lostScreens.add(screen) }
            throw error
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
        case .busy, .overloaded, .replacing, .connection, .diskFull, .inputOutput, .corrupt,
            .unknownOutcome,
            .closed:
            true
        case .unique, .foreignKey, .check, .notNull, .syntax, .decoding, .other, nil:
            self is CancellationError
        }
    }

    /// Whether whatever is asked of the database next will most likely fail, too.
    var isOutage: Bool { isWeather && (self as? DatabaseError)?.kind != .busy }
}
