import FoyerAPI
import FoyerCore
import FoyerRealtime
import FoyerService
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Tells open contact forms of new settings: a request that waits until there are any (decision
/// 0017).
struct ChangesController: Sendable {
    let service: FoyerService.Service
    let hub: Hub
    let followers: FormFollowers
    let clients: ClientAddress

    /// The version that is live once it is another than `version`; 204 when nothing came for 50 s.
    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        let token = try context.parameters.require("token")
        let known = try version(of: request)
        let (room, version) = try await service.liveVersion(roomToken: token)
        guard version == known else { return answer(version) }
        let follower = FormFollower(known: known)
        let address = clients.of(request.headers, peer: context.peer)
        return try await followers.holding(follower, from: address) {
            hub.subscribe(follower, to: .form(room))
            defer { hub.unsubscribe(follower, from: .form(room)) }
            // What was published before it followed was told to nobody here.
            let (_, version) = try await service.liveVersion(roomToken: token)
            guard version == known else { return answer(version) }
            context.onPeerGone { follower.tell(.gone) }
            // A server that drains does not wait for forms.
            let news = await withGracefulShutdownHandler {
                await follower.news()
            } onGracefulShutdown: {
                follower.tell(.nothing)
            }
            switch news {
            case .published(let version): return answer(version)
            case .linkChanged:
                return answer(try await service.liveVersion(roomToken: token).version)
            case .nothing, .gone: return Response(status: .noContent)
            }
        }
    }

    private func version(of request: Request) throws -> Int {
        guard let text = request.uri.queryParameters["version"] else {
            throw FieldError(field: "version", problem: .missing)
        }
        return Int(clamping: try AddressLine.wholeNumber(text, "version"))
    }

    private func answer(_ version: Int) -> Response {
        .json { $0.field("version", version) }
    }
}

extension FoyerContext {
    /// Calls `act` when the peer hangs up, or will send no more.
    fileprivate func onPeerGone(_ act: @escaping @Sendable () -> Void) {
        channel.eventLoop.execute { [channel] in
            // Where requests come without a connection, in tests, nobody hangs up.
            let exchange = try? channel.pipeline.syncOperations.handler(  // see above
                type: ExchangeHandler.self)
            if let exchange { return exchange.whenPeerIsGone(act) }
            // It hung up while the database was asked, and its handlers are gone. Only then: on a
            // connection that lives, one call would be kept for each request.
            channel.closeFuture.whenComplete { _ in act() }
        }
    }
}
