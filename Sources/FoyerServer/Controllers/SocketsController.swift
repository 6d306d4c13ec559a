import FoyerAPI
import FoyerRealtime
import FoyerService
import Hummingbird
import Logging
import NIOCore

/// The WebSocket routes: who may open a socket, and the session behind it.
struct SocketsController: Sendable {
    let service: Service
    let hub: Hub
    let metrics: Metrics
    let own: OwnOrigin
    let build: ServerBuild
    let clock: @Sendable () -> Int64

    /// Any origin and no cookie: nothing ambient is trusted.
    func customer(_ request: Request, context: FoyerContext) async throws -> Response {
        try open(request, context) { CustomerSession(context: $0) }
    }

    /// The console's cookie from exactly its own origin, or no cookie and a token in `hello`.
    func agent(_ request: Request, context: FoyerContext) async throws -> Response {
        var known: LoggedOn?
        if let token = LogOnCookie.token(in: request.headers) {
            guard own.allows(request.headers[.origin], authority: request.head.authority) else {
                throw APIError.foreignOrigin
            }
            // A log-on that has ended is told by a close code: a browser sees no status here.
            known = try await service.agent(holding: token)
        }
        return try open(request, context) { [known] in AgentSession(context: $0, known: known) }
    }

    private func open(
        _ request: Request, _ context: FoyerContext,
        _ make: @escaping @Sendable (SessionContext) -> any Session
    ) throws -> Response {
        let (service, hub, metrics, clock) = (service, hub, metrics, clock)
        let (build, logger) = (build, context.logger)
        return try request.webSocket { eventLoop in
            let bridge = SessionBridge(eventLoop: eventLoop, clock: clock, metrics: metrics)
            bridge.start { door, receiver in
                make(
                    SessionContext(
                        service: service, hub: hub, door: door, receiver: receiver,
                        build: build, logger: logger))
            }
            return bridge
        }
    }
}
