import NIOCore
import ServiceLifecycle

/// Bounds the drain: what it waits for, a silent database or a slow client, may never come.
///
/// It stands last among the services of its group, so that it is the first to hear of the end.
struct DrainLimit: ServiceLifecycle.Service {
    let timeout: Duration
    let eventLoop: any EventLoop
    /// Called once the time is over, unless the process has ended.
    let overdue: @Sendable () -> Void

    func run() async throws {
        // Cancelled means that another service failed: nothing is drained.
        do { try await gracefulShutdown() } catch { return }
        eventLoop.scheduleTask(in: TimeAmount(timeout), overdue)
    }
}
