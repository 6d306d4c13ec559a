import FoyerCore
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers

/// A token bucket per address: a burst of a minute's worth, refilled evenly.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    /// Beyond this many addresses the table starts again: memory never grows without end.
    private static let addressesMax = 100_000
    private let perMinute: Int
    private let buckets = NIOLockedValueBox<[[UInt8]: Bucket]>([:])

    init(perMinute: Int) { self.perMinute = perMinute }

    /// Takes one token; otherwise the seconds until there is one.
    func take(for address: NetworkAddress?, at now: ContinuousClock.Instant = .now) -> Int? {
        guard perMinute > 0 else { return nil }
        let key = address?.network ?? []
        return buckets.withLockedValue { buckets in
            if buckets.count >= Self.addressesMax { buckets.removeAll() }
            var bucket = buckets[key] ?? Bucket(tokens: Double(perMinute), filledAt: now)
            let passed = (now - bucket.filledAt) / .seconds(1)
            bucket.tokens = min(Double(perMinute), bucket.tokens + passed * Double(perMinute) / 60)
            bucket.filledAt = now
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else {
                let seconds = (1 - bucket.tokens) * 60 / Double(perMinute)
                return max(1, Int((seconds - 0.001).rounded(.up)))
            }
            bucket.tokens -= 1
            return nil
        }
    }
}

/// Refuses who asks too often, early and visibly (429 with Retry-After).
struct RateLimit: RouterMiddleware {
    let limiter: RateLimiter
    let clients: ClientAddress
    var methods: [HTTPRequest.Method] = [.post, .put]

    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        if methods.contains(request.method),
            let seconds = limiter.take(for: clients.of(request.headers, peer: context.peer))
        {
            throw Refusal.tooManyRequests(retryAfterSeconds: seconds)
        }
        return try await next(request, context)
    }
}
