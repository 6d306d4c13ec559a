import FoyerRealtime
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// What happens at the door that an operator may want to change. The names are metric labels, and
/// never change.
package enum DoorEvent: String, CaseIterable, Sendable {
    /// Refused: there are as many connections as open files allow.
    case refusedInAll = "all"
    /// Refused: one address has as many connections as it may.
    case refusedPerAddress = "address"
    /// A request named its sender in X-Forwarded-For, and who sent it is no trusted proxy.
    case untrustedForwarding

    fileprivate var advice: Logger.Message {
        switch self {
        case .refusedInAll:
            "Connections are refused: there are as many as the open files allow; see LimitNOFILE"
        case .refusedPerAddress:
            "Connections of one address are refused; see --connections-per-address"
        case .untrustedForwarding:
            """
            X-Forwarded-For comes from an address that is not trusted; if it is your proxy, name \
            it with --trusted-proxy, or all customers share the limits of one address
            """
        }
    }
}

/// Counts what happens at the door, and tells each kind of it once in a while: whoever floods the
/// door must not fill the log, too.
package final class DoorWatch: Sendable {
    private let metrics: Metrics
    private let logger: Logger
    private let throttle = Mutex(Throttle<DoorEvent>(pause: HTTPLimit.noticePause))

    init(metrics: Metrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    func connected() { metrics.connected() }

    func disconnected() { metrics.disconnected() }

    func saw(_ event: DoorEvent, at now: ContinuousClock.Instant = .now) {
        metrics.happened(event)
        guard let untold = throttle.withLock({ $0.takeTurn(of: event, at: now) }) else { return }
        logger.warning(event.advice, metadata: untold > 0 ? ["untold": "\(untold)"] : [:])
    }
}

/// Sees a proxy that nobody told Foyer of.
struct WatchForwarding: RouterMiddleware {
    let clients: ClientAddress
    let door: DoorWatch

    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        if clients.ignores(request.headers, peer: context.peer) { door.saw(.untrustedForwarding) }
        return try await next(request, context)
    }
}
