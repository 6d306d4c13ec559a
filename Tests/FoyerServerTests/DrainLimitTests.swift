import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import FoyerServer

/// A drain that waits for what never comes is given up.
@Suite struct DrainLimitTests {
    /// Goes on until somebody releases it, whatever it is asked.
    private final class Endless: ServiceLifecycle.Service {
        private let stream = AsyncStream.makeStream(of: Void.self)

        func release() { stream.continuation.finish() }

        func run() async throws { for await _ in stream.stream {} }
    }

    @Test("the last to begin is the first to hear of the end", .timeLimit(.minutes(1)))
    func overdue() async throws {
        let endless = Endless()
        let limit = DrainLimit(
            timeout: .milliseconds(1), eventLoop: MultiThreadedEventLoopGroup.singleton.next()
        ) { endless.release() }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [endless, limit], logger: Logger(label: "test")))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("a failed start is no drain")
    func cancelled() async throws {
        let limit = DrainLimit(
            timeout: .milliseconds(1), eventLoop: MultiThreadedEventLoopGroup.singleton.next()
        ) { Issue.record("nothing was asked to end") }
        let task = Task { try await limit.run() }
        task.cancel()
        try await task.value
    }
}
