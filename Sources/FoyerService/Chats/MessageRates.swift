import FoyerCore
import Synchronization

/// How fast each customer may write: a token bucket a chat, a minute's worth deep, so that nobody
/// who is not known fills the disk.
final class MessageRates: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Instant
    }

    /// Beyond this many chats the table starts again: memory never grows without end.
    private static let chatsMax = 100_000
    /// A text of this length counts as one more.
    private static let bytesPerToken = 1_024

    private let buckets = Mutex<[ID<Chat>: Bucket]>([:])

    /// Takes what a text of `byteCount` costs. Throws `.tooManyRequests` when there is not enough.
    func take(byteCount: Int, of chat: ID<Chat>, perMinute: Int, at now: Instant) throws(Refusal) {
        guard perMinute > 0 else { return }
        let depth = Double(perMinute)
        let cost = min(depth, 1 + Double(byteCount / Self.bytesPerToken))
        let missing = buckets.withLock { buckets -> Double in
            if buckets.count >= Self.chatsMax { buckets.removeAll() }
            var bucket = buckets[chat] ?? Bucket(tokens: depth, filledAt: now)
            let passed = max(0, now.milliseconds - bucket.filledAt.milliseconds)
            bucket.tokens = min(depth, bucket.tokens + Double(passed) * depth / 60_000)
            bucket.filledAt = now
            let missing = max(0, cost - bucket.tokens)
            if missing == 0 { bucket.tokens -= cost }
            buckets[chat] = bucket
            return missing
        }
        guard missing > 0 else { return }
        throw .tooManyRequests(retryAfterSeconds: max(1, Int((missing * 60 / depth).rounded(.up))))
    }
}
