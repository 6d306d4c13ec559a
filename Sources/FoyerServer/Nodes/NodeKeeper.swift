import FoyerCore
import FoyerRealtime
import FoyerService
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// Keeps this node one of those that share the database: renews its lease, takes over from nodes
/// that lapsed, and reads where the bus may have lost something (decision 0015).
final class NodeKeeper: ServiceLifecycle.Service {
    private static let leaseInterval = Duration.seconds(1)
    /// Without a renewal for so long the others take this node for dead.
    private static let leaseDuration = Duration.milliseconds(Limit.nodeLeaseMilliseconds)

    private struct State {
        var watch = BusWatch()
        var renewedAt = ContinuousClock.now
        var isCutOff = false
    }

    private let service: FoyerService.Service
    private let hub: Hub
    private let name: String
    private let logger: Logger
    private let began = ContinuousClock.now
    private let state = NIOLockedValueBox(State())
    private let bus = NIOLockedValueBox<RedisBus?>(nil)

    init(service: FoyerService.Service, hub: Hub, name: String, logger: Logger) {
        self.service = service
        self.hub = hub
        self.name = name
        self.logger = logger
    }

    /// From here on what is announced here reaches the other nodes.
    func connect(_ bus: RedisBus) {
        self.bus.withLockedValue { $0 = bus }
        hub.relay(over: bus)
    }

    /// A write may have been committed without its hints.
    func doubt() {
        let now = milliseconds
        state.withLockedValue { $0.watch.doubt(at: now) }
    }

    /// A packet arrived, on the bus' event loop.
    func heard(_ packet: BusPacket) {
        let now = milliseconds
        state.withLockedValue { $0.watch.take(from: packet.node, number: packet.number, at: now) }
        guard packet.node != service.currentNode else { return }
        hub.take(packet.notes)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.renewLeases() }
                // Beside it: a large node's connections take longer than the lease lasts.
                group.addTask { await self.every(Self.leaseInterval) { await self.sweep() } }
                let beat = Duration.milliseconds(BusWatch.beatMilliseconds)
                // Beside the reading, which may wait for a silent database: the others shall hear
                // this node, and whoever is here shall not wait as long.
                group.addTask { await self.every(beat) { self.beat() } }
                group.addTask {
                    var refresher = StreamRefresher(service: self.service, hub: self.hub)
                    await self.every(beat) { await self.readWhatIsMissed(&refresher) }
                }
            }
        }
    }

    /// Gives the lease back, so that nobody has to wait until it lapses. The bus goes last.
    func leave() async {
        do {
            try await service.leaveNodes()
        } catch {
            logger.error("the lease lapses by itself", metadata: ["error": "\(error)"])
        }
        bus.withLockedValue { $0 }?.close()
    }

    private func every(_ pause: Duration, _ body: () async -> Void) async {
        while !Task.isCancelled {
            await body()
            // Ends with the shutdown.
            do { try await Task.sleep(for: pause) } catch { return }
        }
    }

    // MARK: Lease

    private func renewLeases() async {
        var pace = Pace(interval: Self.leaseInterval, from: .now)
        while !Task.isCancelled {
            await renewLease()
            // Ends with the shutdown.
            do { try await Task.sleep(until: pace.next(at: .now), clock: .continuous) } catch {
                return
            }
        }
    }

    func renewLease() async {
        let began = ContinuousClock.now
        do {
            let lease = try await service.renewLease(as: name)
            let now = milliseconds
            state.withLockedValue { state in
                state.watch.lives(lease.nodes, at: now)
                state.renewedAt = began
                state.isCutOff = false
            }
            if lease.hadLapsed {
                logger.warning("the lease had lapsed: everybody connects anew")
                hub.endSessions()
            }
        } catch {
            let now = milliseconds
            state.withLockedValue { $0.watch.writesFail(at: now) }
            FailureLog.shared.tell("The lease cannot be renewed", error, of: "lease", to: logger)
        }
    }

    private func sweep() async {
        do {
            try await service.sweepNodes()
        } catch {
            FailureLog.shared.tell("Lapsed nodes wait", error, of: "sweep", to: logger)
        }
    }

    // MARK: Bus

    private func beat() {
        let now = milliseconds
        let isInDoubt = state.withLockedValue { $0.watch.isInDoubt(at: now) }
        bus.withLockedValue { $0 }?.beat(isMissingSome: isInDoubt)
        cutOffIfLapsed()
    }

    private func readWhatIsMissed(_ refresher: inout StreamRefresher) async {
        let now = milliseconds
        guard state.withLockedValue({ $0.watch.hasMissed(at: now) }) else {
            return refresher.forget()
        }
        do {
            try await refresher.refresh()
        } catch {
            // The next beat reads again: what was told of is told again, too.
            refresher.forget()
            state.withLockedValue { $0.watch.missed() }
            FailureLog.shared.tell("News cannot be read", error, of: "news", to: logger)
        }
    }

    /// Whoever is here could be told nothing more and write nothing: they shall move.
    private func cutOffIfLapsed() {
        let isNewlyCutOff = state.withLockedValue { state in
            guard !state.isCutOff, ContinuousClock.now - state.renewedAt > Self.leaseDuration
            else { return false }
            state.isCutOff = true
            return true
        }
        guard isNewlyCutOff else { return }
        logger.error("cut off from the database: sockets are closed")
        // From here on a backup may be restored: nothing of before is in mind when the database is
        // back.
        service.forgetRows()
        hub.endSessions()
    }

    private var milliseconds: Int64 {
        let passed = (ContinuousClock.now - began).components
        return passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000
    }
}
