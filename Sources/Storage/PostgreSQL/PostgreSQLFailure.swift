/// Why a statement failed, and what to do about it.
struct PostgreSQLFailure: Error {
    enum Remedy {
        case none
        /// Run the whole body again.
        case runAgain
        /// Prepare all statements anew, then run the whole body again.
        case prepareAgain
        /// The connection is of no more use.
        case reconnect

        var isRunAgain: Bool { self == .runAgain || self == .prepareAgain }
    }

    let error: DatabaseError
    let remedy: Remedy

    static func lost(_ message: String) -> PostgreSQLFailure {
        PostgreSQLFailure(DatabaseError(kind: .connection, message: message), remedy: .reconnect)
    }

    /// The commit was sent, and what became of it was not heard.
    static func unknownOutcome(_ message: String) -> PostgreSQLFailure {
        PostgreSQLFailure(
            DatabaseError(kind: .unknownOutcome, message: message), remedy: .reconnect)
    }

    /// `state` is the five letters of SQLSTATE.
    init(state: String, message: String, isWriting: Bool) {
        error = DatabaseError(kind: Self.kind(of: state), message: "\(message) (SQLSTATE \(state))")
        remedy =
            switch state {
            case "40001", "40P01": .runAgain
            // The schema changed under a prepared statement: "cached plan must not change result
            // type".
            case "0A000" where message.contains("cached plan"): .prepareAgain
            // The server was a primary once: libpq has to look for the new one.
            case "25006" where isWriting: .reconnect
            default: error.kind == .connection ? .reconnect : .none
            }
    }

    init(_ error: DatabaseError, remedy: Remedy) {
        self.error = error
        self.remedy = remedy
    }

    private static func kind(of state: String) -> DatabaseError.Kind {
        switch state {
        case "23505": return .unique
        case "23503": return .foreignKey
        case "23502": return .notNull
        case "23514", "22021": return .check
        // Serialization failure, deadlock, lock timeout, statement timeout.
        case "40001", "40P01", "55P03", "57014": return .busy
        case "53100": return .diskFull
        case "58030": return .inputOutput
        case "XX001", "XX002": return .corrupt
        // As many parameters as the text has not.
        case "08P01": return .syntax
        // The server ended a session that idled within its transaction.
        case "25P03": return .connection
        default: break
        }
        return switch state.prefix(2) {
        case "08": .connection
        case "57" where state.hasPrefix("57P"): .connection
        case "42": .syntax
        default: .other
        }
    }
}
