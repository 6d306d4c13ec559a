/// One SQL database behind one interface: SQLite inside the process, or PostgreSQL
/// (docs/decisions/0002).
package protocol Database: Sendable {
    /// Runs `body` on a consistent snapshot; it cannot write.
    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output

    /// Runs `body` in one transaction and returns after its durable commit.
    ///
    /// An error thrown by `body` rolls back all that it wrote and is rethrown, also after the
    /// commit of the batch it shared: so a refusal too speaks of a state that lasts. The body may
    /// run again after a serialization failure or deadlock (PostgreSQL) or beside a job that filled
    /// the disk (SQLite): it must have no effect but its statements and hooks. Throws
    /// `DatabaseError` when the database itself fails.
    @discardableResult
    func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output

    /// Room left on the disk that it writes to; `nil` where that is another machine's or none.
    var freeBytes: Int64? { get }

    /// Serves what waits, refuses what comes as `.closed`, and returns when all connections are
    /// closed.
    func close() async
}

extension Database {
    package var freeBytes: Int64? { nil }

    /// Writes in its turn, with a commit of its own.
    @discardableResult
    package func write<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await write(.inTurn, body)
    }

    /// Writes in its turn, with a commit that may be shared (`WriteManner.sharing`).
    @discardableResult
    package func write<Output: Sendable>(
        lockingOnly row: String, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await write(.sharing(row: row), body)
    }

    /// Writes before all that waits (`WriteManner.atOnce`).
    @discardableResult
    package func writeAtOnce<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await write(.atOnce, body)
    }
}

/// How a write waits for its turn, and with whom it commits. A database without use for it treats
/// all alike.
package enum WriteManner: Sendable, Equatable {
    case inTurn
    /// For a body that locks the row named `row` before any other and no second one: where that
    /// saves something, several such bodies share a commit, and fail alone.
    case sharing(row: String)
    /// Not behind all that waits nor refused for it: for the little that must be written in time
    /// under any load, or this process ends. It gives up on a silent server sooner.
    case atOnce
}

/// What a body may do. Synchronous on purpose: nothing can suspend inside a transaction.
package protocol Transaction: AnyObject {
    /// The only time a command sees: milliseconds since 1970, never backwards within a process.
    var nowMilliseconds: Int64 { get }

    /// Runs one statement. Rows come back for `SELECT` and `RETURNING`.
    ///
    /// A failed statement fails the transaction: all later ones throw the same error, and a body
    /// that swallows it rolls back none the less and throws it. `ON CONFLICT` is the way to expect
    /// a conflict.
    @discardableResult
    func run(_ sql: SQL) throws(DatabaseError) -> [Row]

    /// Keeps `hook` until the transaction is durably committed; dropped when it rolls back.
    ///
    /// Hooks run in commit order before any waiting caller continues, on the database's thread:
    /// they hand over and return. On PostgreSQL the order holds within a transaction only, since
    /// several connections commit side by side; its hooks still run before its caller continues.
    func afterCommit(_ hook: @escaping @Sendable () -> Void)

    /// Lifts the limits on locks, statements and slow jobs for this transaction: for migrations.
    func liftTimeLimits() throws(DatabaseError)

    /// Throws `.replacing` when another process uses the database: its memory would not hear of it
    /// when all rows are replaced.
    func refuseOtherProcesses() throws(DatabaseError)

    /// Deletes all rows of the tables, of which each stands after those that it refers to, and
    /// keeps other writers out of them until this transaction ends. Throws as
    /// `refuseOtherProcesses`.
    func empty(_ tables: [BackupTable]) throws(DatabaseError)
}

/// Why the database did not do it.
package struct DatabaseError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        case unique, foreignKey, check, notNull
        /// A lock was not had in time, or a serialization failure outlived its retries.
        case busy
        /// Too many jobs wait: answer 503 at once.
        case overloaded
        /// All rows are being replaced by those of a backup: answer 503.
        case replacing
        case syntax, connection, diskFull, inputOutput, corrupt
        /// A column was missing or had another type than asked.
        case decoding
        /// The commit's answer was lost: it may or may not have happened.
        case unknownOutcome
        case closed
        case other
    }

    package let kind: Kind
    /// For logs only: never sent to anybody outside.
    package let message: String

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { "\(kind): \(message)" }
}
