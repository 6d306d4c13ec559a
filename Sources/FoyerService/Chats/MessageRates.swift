import FoyerCore
import Synchronization

/// How fast each customer may write: a token bucket a chat, so that nobody who is not known fills
/// the disk.
final class MessageRates: Sendable {
    /// Beyond this many chats the table starts again: memory never grows without end.
    private static let chatsMax = 100_000
    /// A text of this length counts as one more.
    private static let bytesPerToken = 1_024

    private let buckets = Mutex<[ID<Chat>: TokenBucket]>([:])

    /// Takes what a text of `byteCount` costs. Throws `.tooManyRequests` when there is not enough.
    func take(byteCount: Int, of chat: ID<Chat>, perMinute: Int, at now: Instant) throws(Refusal) {
        guard perMinute > 0 else { return }
        let seconds = buckets.withLock { buckets in
            if buckets.count >= Self.chatsMax { buckets.removeAll() }
            return buckets[
                chat, default: TokenBucket(perMinute: perMinute, at: now.milliseconds)
            ].take(1 + byteCount / Self.bytesPerToken, at: now.milliseconds)
        }
        if let seconds { throw .tooManyRequests(retryAfterSeconds: seconds) }
    }
}
