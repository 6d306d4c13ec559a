/// What a job's body may do to the database.
enum Access: Sendable { case read, write }

/// A waiting caller: its body, and the outcome it will hear.
///
/// It belongs to one thread at a time: the caller makes it, a database thread runs and answers it.
protocol Job: AnyObject, Sendable {
    var access: Access { get }
    /// Names the one row that the body locks, first of all; such jobs may share a commit.
    var row: String? { get }

    /// Runs the body and keeps its outcome; says whether it succeeded. The last run counts.
    func run(in transaction: any Transaction) -> Bool

    /// Puts `error` in the place of the outcome.
    func fail(with error: DatabaseError)

    /// Hands the outcome to the caller; once and last.
    func answer()
}

final class BodyJob<Output: Sendable>: Job, @unchecked Sendable {  // one thread at a time
    let access: Access
    let row: String?
    private let body: @Sendable (any Transaction) throws -> Output
    private let continuation: CheckedContinuation<Output, any Error>
    private var outcome: Result<Output, any Error>

    init(
        _ access: Access, row: String?,
        body: @escaping @Sendable (any Transaction) throws -> Output,
        continuation: CheckedContinuation<Output, any Error>
    ) {
        self.access = access
        self.row = row
        self.body = body
        self.continuation = continuation
        outcome = .failure(DatabaseError(kind: .other, message: "the job never ran"))
    }

    func run(in transaction: any Transaction) -> Bool {
        do {
            outcome = .success(try body(transaction))
            return true
        } catch {
            outcome = .failure(error)
            return false
        }
    }

    func fail(with error: DatabaseError) { outcome = .failure(error) }

    func answer() { continuation.resume(with: outcome) }
}

extension JobQueue {
    /// Queues `body` and waits for its outcome; a full or closed queue answers at once.
    func perform<Output: Sendable>(
        _ access: Access, row: String? = nil,
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            let job = BodyJob(access, row: row, body: body, continuation: continuation)
            guard let refusal = push(job) else { return }
            job.fail(with: refusal)
            job.answer()
        }
    }
}
