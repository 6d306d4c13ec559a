import FoyerCore
import FoyerService
import Hummingbird
import NIOCore

/// What travels with a request.
package struct FoyerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let peer: SocketAddress?
    /// What the request came on.
    let channel: any NIOCore.Channel
    /// Who asks, once the middleware knows.
    var agent: LoggedOn?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
        channel = source.channel
    }

    func requireAgent() throws -> LoggedOn {
        guard let agent else { throw Refusal.notLoggedOn }
        return agent
    }
}
