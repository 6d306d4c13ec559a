#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One thread of a pool: it connects when it has something to do, and again when that was lost.
final class PostgreSQLWorker: @unchecked Sendable {  // one thread makes it, one uses it
    /// Where the time of a transaction comes from.
    enum Clock: Sendable {
        case server(ForwardClock)
        case injected(@Sendable () -> Int64)
    }

    private let address: String
    private let options: PostgreSQLOptions
    private let queue: JobQueue
    private let clock: Clock
    private var connection: PostgreSQLConnection?
    private var lastRefusal: (error: DatabaseError, atNanoseconds: Int64)?

    init(address: String, options: PostgreSQLOptions, queue: JobQueue, clock: Clock) {
        self.address = address
        self.options = options
        self.queue = queue
        self.clock = clock
    }

    /// Serves the queue until it is closed and drained.
    func serve() {
        while true {
            let jobs = queue.nextSharing(atMost: StorageLimit.postgreSQLSharedJobsMax)
            guard !jobs.isEmpty else { return }
            if jobs.count == 1 || !performTogether(jobs) {
                for job in jobs { perform(job) }
            }
            for job in jobs { job.answer() }
        }
    }

    /// Runs short writes in one transaction: a commit costs more than any of them. False when one
    /// of them failed or refused; then nothing was done, and each is to run alone.
    private func performTogether(_ jobs: [any Job]) -> Bool {
        do {
            let (connection, now) = try begin(.write)
            defer { if !connection.isUsable { self.connection = nil } }
            var hooks: [@Sendable () -> Void] = []
            // In one order everywhere: two transactions never wait for each other in a ring.
            for job in jobs.sorted(by: { ($0.row ?? "") < ($1.row ?? "") }) {
                let transaction = PostgreSQLTransaction(
                    connection, access: .write, nowMilliseconds: now)
                guard job.run(in: transaction), transaction.failure == nil,
                    connection.isInTransaction
                else {
                    rollBack(connection, failure: transaction.failure)
                    return false
                }
                hooks += transaction.hooks
            }
            try connection.commit()
            for hook in hooks { hook() }
            return true
        } catch  where error.error.kind == .unknownOutcome {
            for job in jobs { job.fail(with: error.error) }
            return true
        } catch {
            return false
        }
    }

    private func perform(_ job: any Job) {
        for attempt in 1...StorageLimit.serializationAttemptsMax {
            do {
                return try performOnce(job)
            } catch {
                job.fail(with: error.error)
                guard error.remedy.isRunAgain else { return }
            }
            pause(afterAttempt: attempt)
        }
    }

    /// Throws what the caller shall hear instead of the body's outcome.
    private func performOnce(_ job: any Job) throws(PostgreSQLFailure) {
        let (connection, now) = try begin(job.access)
        defer { if !connection.isUsable { self.connection = nil } }
        let transaction = PostgreSQLTransaction(
            connection, access: job.access, nowMilliseconds: now)
        let hasSucceeded = job.run(in: transaction)
        guard hasSucceeded && transaction.failure == nil else {
            rollBack(connection, failure: transaction.failure)
            guard let failure = transaction.failure else { return }
            // A body may turn a refused statement into an error of its own, but not a lost
            // transaction.
            guard hasSucceeded || failure.remedy != .none else { return }
            throw failure
        }
        connection.answerMillisecondsMax = options.answerMillisecondsMax
        guard connection.isInTransaction else {
            let message = "a body cannot frame its transaction"
            throw PostgreSQLFailure(DatabaseError(kind: .syntax, message: message), remedy: .none)
        }
        try connection.commit()
        for hook in transaction.hooks { hook() }
    }

    private func rollBack(_ connection: PostgreSQLConnection, failure: PostgreSQLFailure?) {
        connection.answerMillisecondsMax = options.answerMillisecondsMax
        guard failure?.remedy != .reconnect else { return self.connection = nil }
        guard connection.isUsable else { return }
        do {
            try connection.query("ROLLBACK", isWriting: false)
            if failure?.remedy == .prepareAgain { try connection.forgetStatements() }
        } catch {
            // The server rolls back by itself when the connection ends; the outcome stands.
            self.connection = nil
        }
    }

    /// A connection within a new transaction, and the transaction's time.
    private func begin(
        _ access: Access
    ) throws(PostgreSQLFailure) -> (PostgreSQLConnection, Int64) {
        if let connection {
            do {
                return (connection, try begin(access, on: connection))
            } catch {
                // It was cut while it idled. Nothing was done on it yet, so another will do.
                self.connection = nil
            }
        }
        let connection = try connect()
        self.connection = connection
        return (connection, try begin(access, on: connection))
    }

    private func begin(
        _ access: Access, on connection: PostgreSQLConnection
    ) throws(PostgreSQLFailure) -> Int64 {
        let text =
            switch access {
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            }
        switch clock {
        case .injected(let now):
            try connection.query(text, isWriting: access == .write)
            return now()
        case .server(let forwardClock):
            let time = "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
            let result = try connection.query("\(text); \(time)", isWriting: access == .write)
            guard let now = result.singleInteger else { throw .lost("the server told no time") }
            return forwardClock.advance(to: now)
        }
    }

    private func connect() throws(PostgreSQLFailure) -> PostgreSQLConnection {
        let pause = Int64(StorageLimit.postgreSQLReconnectPauseMilliseconds) * 1_000_000
        if let lastRefusal, monotonicNanoseconds() - lastRefusal.atNanoseconds < pause {
            throw PostgreSQLFailure(lastRefusal.error, remedy: .none)
        }
        do {
            let connection = try PostgreSQLConnection(address: address, options: options)
            lastRefusal = nil
            return connection
        } catch {
            lastRefusal = (error, monotonicNanoseconds())
            throw PostgreSQLFailure(error, remedy: .none)
        }
    }

    /// Those who lost to each other come back at different times.
    private func pause(afterAttempt attempt: Int) {
        let bound = min(StorageLimit.serializationPauseMillisecondsMax, 1 << attempt)
        usleep(UInt32.random(in: 0...UInt32(bound) * 1_000))
    }
}
