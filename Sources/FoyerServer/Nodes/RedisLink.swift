import FoyerAPI
import NIOCore

/// A connection to Redis that comes back by itself. Confined to its event loop.
final class RedisLink {
    /// Connects; calls `received` and `ended` as `RedisConnection.open` does.
    typealias Open = (
        _ received: @escaping (RESPValue) -> Void, _ ended: @escaping () -> Void
    ) -> EventLoopFuture<any NIOCore.Channel>

    /// Between two attempts to connect.
    static let retryPause = TimeAmount.milliseconds(250)

    private let eventLoop: any EventLoop
    private let open: Open
    private let opened: (any NIOCore.Channel) -> Void
    private let received: (RESPValue) -> Void
    private let failed: (any Error) -> Void

    private(set) var channel: (any NIOCore.Channel)?
    /// Counts connections: what an old one says, late, is about nothing any more.
    private var attempt = 0
    private var isClosed = false

    init(
        on eventLoop: any EventLoop, open: @escaping Open,
        opened: @escaping (any NIOCore.Channel) -> Void = { _ in },
        received: @escaping (RESPValue) -> Void, failed: @escaping (any Error) -> Void
    ) {
        self.eventLoop = eventLoop
        self.open = open
        self.opened = opened
        self.received = received
        self.failed = failed
    }

    func connect() {
        guard !isClosed else { return }
        attempt += 1
        let own = attempt
        open(
            { if own == self.attempt { self.received($0) } }, { self.ended(own) }
        ).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel):
                guard own == self.attempt, channel.isActive else {
                    return channel.close(promise: nil)
                }
                self.channel = channel
                self.opened(channel)
            case .failure(let error):
                guard own == self.attempt else { return }
                self.failed(error)
                self.ended(own)
            }
        }
    }

    /// Gives the connection up, whether or not it can be ended in order, and makes another.
    func reconnect() {
        let former = channel
        if former != nil { ended(attempt) }
        former?.close(promise: nil)
    }

    func close() {
        isClosed = true
        attempt += 1
        channel?.close(promise: nil)
        channel = nil
    }

    private func ended(_ which: Int) {
        guard which == attempt, !isClosed else { return }
        attempt += 1
        channel = nil
        eventLoop.assumeIsolated().scheduleTask(in: Self.retryPause) { self.connect() }
    }
}
