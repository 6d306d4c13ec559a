import FoyerAPI
import FoyerCore
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers

/// A token bucket per address.
final class RateLimiter: Sendable {
    private let perMinute: Int
    private let buckets: NIOLockedValueBox<RecentTable<[UInt8], TokenBucket>>
    private let began = ContinuousClock.now

    init(perMinute: Int, addressesMax: Int = HTTPLimit.addressesCountedMax) {
        self.perMinute = perMinute
        buckets = NIOLockedValueBox(RecentTable(countMax: addressesMax))
    }

    /// Takes one token; otherwise the seconds until there is one.
    func take(for address: NetworkAddress?, at now: ContinuousClock.Instant = .now) -> Int? {
        guard perMinute > 0 else { return nil }
        let key = address?.network ?? []
        let milliseconds = Int64((now - began) / .milliseconds(1))
        return buckets.withLockedValue { buckets in
            buckets.update(key, default: TokenBucket(perMinute: perMinute, at: milliseconds)) {
                $0.take(at: milliseconds)
            }
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
