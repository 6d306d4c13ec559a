import FoyerAPI
import FoyerCore
import FoyerRealtime
import NIOCore
import NIOPosix
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
        var all = 0
        var byNetwork: [[UInt8]: Int] = [:]
    }

    private let allMax: Int
    private let perAddressMax: Int
    private let timeout: Duration
    private let eventLoops: any EventLoopGroup
    private let state = Mutex(State())

    init(
        allMax: Int = FormFollowers.usualMax(OpenFiles.current),
        perAddressMax: Int = HTTPLimit.followersPerAddressMax,
        timeout: Duration = HTTPLimit.followTimeout,
        eventLoops: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.allMax = allMax
        self.perAddressMax = perAddressMax
        self.timeout = timeout
        self.eventLoops = eventLoops
    }

    /// What a start raises the files to counts: nobody waits before.
    static func usualMax(_ files: OpenFiles) -> Int {
        let raised = OpenFiles(soft: files.hard, hard: files.hard)
        return min(HTTPLimit.followersMax, raised.connectionsMax / 2)
    }

    /// How many wait now.
    package var count: Int { state.withLock { $0.all } }

    /// Lets `follower` wait while `body` runs, for as long as a form may.
    ///
    /// Throws `tooManyRequests` where one address has too many of them, `overloaded` where there
    /// are too many in all.
    func holding<Output>(
        _ follower: FormFollower, from address: NetworkAddress?, _ body: () async throws -> Output
    ) async throws -> Output {
        let network = address?.network ?? []
        try admit(network)
        defer { release(network) }
        let timer = eventLoops.next().scheduleTask(in: TimeAmount(timeout)) {
            follower.tell(.nothing)
        }
        defer { timer.cancel() }
        return try await body()
    }

    private func admit(_ network: [UInt8]) throws {
        try state.withLock { state in
            guard state.all < allMax else { throw APIError.overloaded }
            let already = state.byNetwork[network, default: 0]
            guard already < perAddressMax else {
                throw Refusal.tooManyRequests(retryAfterSeconds: HTTPLimit.followRetrySeconds)
            }
            state.byNetwork[network] = already + 1
            state.all += 1
        }
    }

    private func release(_ network: [UInt8]) {
        state.withLock { state in
            state.all -= 1
            let already = state.byNetwork[network, default: 0]
            state.byNetwork[network] = already > 1 ? already - 1 : nil
        }
    }
}
