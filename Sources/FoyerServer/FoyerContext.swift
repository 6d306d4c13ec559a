import FoyerCore
import FoyerService
import Hummingbird
import NIOCore

/// What travels with a request.
package struct FoyerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let peer: SocketAddress?
    /// Who asks, once the middleware knows.
    var agent: LoggedOn?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }

    func requireAgent() throws -> LoggedOn {
        guard let agent else { throw Refusal.notLoggedOn }
        return agent
    }
}
