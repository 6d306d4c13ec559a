import FoyerCore
import Synchronization

/// How fast each customer may write, and how often try to: token buckets of each chat, so that
/// nobody who is not known fills the disk or keeps its one writer busy.
final class MessageRates: Sendable {
    /// Beyond this many chats those that were least lately written in are forgotten.
    private static let chatsMax = 100_000
    /// A text of this length counts as one more.
    private static let bytesPerToken = 1_024
    /// What a customer may try for each text that may be written: retries after a bad connection,
    /// the end of a chat twice.
    private static let attemptsPerToken = 10

    private let texts = Mutex(RecentTable<ID<Chat>, TokenBucket>(countMax: chatsMax))
    private let attempts = Mutex(RecentTable<ID<Chat>, TokenBucket>(countMax: chatsMax))

    /// Takes what a text of `byteCount` costs. Throws `.tooManyRequests` when there is not enough.
    func take(byteCount: Int, of chat: ID<Chat>, perMinute: Int, at now: Instant) throws(Refusal) {
        let cost = 1 + byteCount / Self.bytesPerToken
        let seconds = texts.withLock { Self.take(cost, of: chat, perMinute, at: now, &$0) }
        if let seconds { throw .tooManyRequests(retryAfterSeconds: seconds) }
    }

    /// Takes what a command costs whatever comes of it, before it costs the database anything.
    func takeAttempt(of chat: ID<Chat>, perMinute: Int, at now: Instant) throws(Refusal) {
        let perMinute = perMinute * Self.attemptsPerToken
        let seconds = attempts.withLock { Self.take(1, of: chat, perMinute, at: now, &$0) }
        if let seconds { throw .tooManyRequests(retryAfterSeconds: seconds) }
    }

    func forget() {
        texts.withLock { $0.removeAll() }
        attempts.withLock { $0.removeAll() }
    }

    /// The seconds to wait when there is not enough.
    private static func take(
        _ cost: Int, of chat: ID<Chat>, _ perMinute: Int, at now: Instant,
        _ buckets: inout RecentTable<ID<Chat>, TokenBucket>
    ) -> Int? {
        guard perMinute > 0 else { return nil }
        return buckets.update(
            chat, default: TokenBucket(perMinute: perMinute, at: now.milliseconds)
        ) { $0.take(cost, at: now.milliseconds) }
    }
}
