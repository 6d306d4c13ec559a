import FoyerAPI
import FoyerCore
import FoyerRealtime
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// What came of waiting for new settings.
enum FormNews: Equatable, Sendable {
    /// The room's settings have this version now.
    case published(version: Int)
    /// The link may lead nowhere now: the room is to be looked at anew.
    case linkChanged
    /// Nothing for so long, or the server ends: the form asks again.
    case nothing
    /// Nobody waits any more.
    case gone
}

/// One open contact form that waits for new settings. It is told once.
final class FormFollower: Receiver {
    private struct State {
        var news: FormNews?
        var waiting: CheckedContinuation<FormNews, Never>?
    }

    private let known: Int
    private let state = Mutex(State())

    /// `known`: the version that the form has.
    init(known: Int) { self.known = known }

    func receive(_ delivery: Delivery) {
        switch delivery {
        case .settingsPublished(let version) where version != known:
            tell(.published(version: version))
        case .linkChanged: tell(.linkChanged)
        case .cutOff: tell(.nothing)
        default: return
        }
    }

    func tell(_ news: FormNews) {
        let waiting = state.withLock { state -> CheckedContinuation<FormNews, Never>? in
            guard state.news == nil else { return nil }
            state.news = news
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: news)
    }

    /// Waits until it is told; called once.
    func news() async -> FormNews {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> FormNews? in
                if state.news == nil { state.waiting = continuation }
                return state.news
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}

/// The open contact forms that wait here, bounded in all and from each address.
package final class FormFollowers: Sendable {
    private struct State {
        var followers: [ObjectIdentifier: FormFollower] = [:]
        var byNetwork: [[UInt8]: Int] = [:]
        var hasEnded = false
    }

    private let allMax: Int
    private let perAddressMax: Int
    private let timeout: Duration
    private let eventLoops: any EventLoopGroup
    private let state = Mutex(State())

    init(
        allMax: Int = min(HTTPLimit.followersMax, OpenFiles.current.connectionsMax / 2),
        perAddressMax: Int = HTTPLimit.followersPerAddressMax,
        timeout: Duration = HTTPLimit.followTimeout,
        eventLoops: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.allMax = allMax
        self.perAddressMax = perAddressMax
        self.timeout = timeout
        self.eventLoops = eventLoops
    }

    /// How many wait now.
    package var count: Int { state.withLock { $0.followers.count } }

    /// Lets `follower` wait while `body` runs, for as long as a form may.
    ///
    /// Throws `tooManyRequests` where one address has too many of them, `overloaded` where all have.
    func holding<Output>(
        _ follower: FormFollower, from address: NetworkAddress?, _ body: () async throws -> Output
    ) async throws -> Output {
        let network = address?.network ?? []
        try admit(follower, network)
        defer { release(follower, network) }
        let timer = eventLoops.next().scheduleTask(in: TimeAmount(timeout)) {
            follower.tell(.nothing)
        }
        defer { timer.cancel() }
        return try await body()
    }

    /// The server ends: nobody waits on. Who comes later is answered at once.
    func end() {
        let followers = state.withLock { state in
            state.hasEnded = true
            return Array(state.followers.values)
        }
        for follower in followers { follower.tell(.nothing) }
    }

    private func admit(_ follower: FormFollower, _ network: [UInt8]) throws {
        let hasEnded = try state.withLock { state in
            guard state.followers.count < allMax else { throw APIError.overloaded }
            let already = state.byNetwork[network, default: 0]
            guard already < perAddressMax else {
                throw Refusal.tooManyRequests(retryAfterSeconds: HTTPLimit.followRetrySeconds)
            }
            state.byNetwork[network] = already + 1
            state.followers[ObjectIdentifier(follower)] = follower
            return state.hasEnded
        }
        if hasEnded { follower.tell(.nothing) }
    }

    private func release(_ follower: FormFollower, _ network: [UInt8]) {
        state.withLock { state in
            state.followers[ObjectIdentifier(follower)] = nil
            let already = state.byNetwork[network, default: 0]
            state.byNetwork[network] = already > 1 ? already - 1 : nil
        }
    }
}

/// Answers the open contact forms when the server drains: it would wait for them.
struct EndFollowing: ServiceLifecycle.Service {
    let followers: FormFollowers

    func run() async throws {
        // Cancelled means that another service failed: nothing is drained.
        do { try await gracefulShutdown() } catch { return }
        followers.end()
    }
}
