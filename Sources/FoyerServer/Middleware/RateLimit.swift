import FoyerAPI
import FoyerCore
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers

/// A token bucket per address.
final class RateLimiter: Sendable {
    private let perMinute: Int
    /// How many minutes a minute of the buckets lasts.
    private let minutes: Int64
    private let buckets: NIOLockedValueBox<RecentTable<[UInt8], TokenBucket>>
    private let began = ContinuousClock.now

    init(
        perMinute: Int, stretchedTo minutes: Int64 = 1,
        addressesMax: Int = HTTPLimit.addressesCountedMax
    ) {
        self.perMinute = perMinute
        self.minutes = minutes
        buckets = NIOLockedValueBox(RecentTable(countMax: addressesMax))
    }

    /// Takes one token; otherwise the seconds until there is one.
    func take(for address: NetworkAddress?, at now: ContinuousClock.Instant = .now) -> Int? {
        update(address, at: now) { $0.take(at: $1) }
    }

    /// Puts a token back that was taken for nothing.
    func giveBack(to address: NetworkAddress?, at now: ContinuousClock.Instant = .now) {
        _ = update(address, at: now) { bucket, _ in
            bucket.giveBack()
            return nil
        }
    }

    private func update(
        _ address: NetworkAddress?, at now: ContinuousClock.Instant,
        _ body: (inout TokenBucket, Int64) -> Int?
    ) -> Int? {
        guard perMinute > 0 else { return nil }
        let key = address?.network ?? []
        let milliseconds = Int64((now - began) / .milliseconds(1)) / minutes
        let seconds = buckets.withLockedValue { buckets in
            buckets.update(key, default: TokenBucket(perMinute: perMinute, at: milliseconds)) {
                body(&$0, milliseconds)
            }
        }
        return seconds.map { $0 * Int(minutes) }
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
