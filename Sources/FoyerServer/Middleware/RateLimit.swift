import FoyerCore
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers

/// A token bucket per address.
final class RateLimiter: Sendable {
    /// Beyond this many addresses the table starts again: memory never grows without end.
    private static let addressesMax = 100_000
    private let perMinute: Int
    private let buckets = NIOLockedValueBox<[[UInt8]: TokenBucket]>([:])
    private let began = ContinuousClock.now

    init(perMinute: Int) { self.perMinute = perMinute }

    /// Takes one token; otherwise the seconds until there is one.
    func take(for address: NetworkAddress?, at now: ContinuousClock.Instant = .now) -> Int? {
        guard perMinute > 0 else { return nil }
        let key = address?.network ?? []
        let milliseconds = Int64((now - began) / .milliseconds(1))
        return buckets.withLockedValue { buckets in
            if buckets.count >= Self.addressesMax { buckets.removeAll() }
            return buckets[key, default: TokenBucket(perMinute: perMinute, at: milliseconds)]
                .take(at: milliseconds)
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
