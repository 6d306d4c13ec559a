import FoyerCore
import NIOCore
import NIOPosix

@testable import FoyerService

/// The tables that a service keeps in memory, used by several threads at once.
enum TableScene {
    private static let threads = 4
    private static let stepsEach = 2_000

    /// `MessageRates` as it would be without its lock.
    private final class Unguarded: @unchecked Sendable {  // racing is what it is for
        private var buckets: [ID<Chat>: TokenBucket] = [:]

        func take(of chat: ID<Chat>, at now: Int64) {
            _ = buckets[chat, default: TokenBucket(perMinute: 60, at: now)].take(at: now)
        }
    }

    private struct Tables: Sendable {
        let rates = MessageRates()
        let distributions = DistributionCache()
        let numbers = FormNumbers()
        let lost = LostScreens()
        let unguarded: Unguarded?
    }

    static func run(
        until end: ContinuousClock.Instant, planted bug: FoyerRaces.Bug?
    ) async throws -> String {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let tables = Tables(unguarded: bug == .unguardedTable ? Unguarded() : nil)
        var rounds = 0
        repeat {
            let work = group.makeIterator().map { loop in loop.submit { use(tables) } }
            for thread in work { try await thread.get() }
            rounds += 1
        } while ContinuousClock.now < end
        try await group.shutdownGracefully()
        return "\(rounds) rounds of \(stepsEach) steps on \(threads) threads"
    }

    private static func use(_ tables: Tables) {
        for step in 0..<stepsEach {
            let now = Instant(milliseconds: Int64(step))
            let chat = ID<Chat>(known: "chat\(step % 16)")
            let company = ID<Company>(known: "company\(step % 4)")
            tables.unguarded?.take(of: chat, at: now.milliseconds)
            do {
                try tables.rates.take(byteCount: 10, of: chat, perMinute: 60, at: now)
                try tables.rates.takeAttempt(of: chat, perMinute: 60, at: now)
            } catch {
                // Too often: meant.
            }
            tables.distributions.keep(Distribution(), of: company, after: Int64(step % 5))
            _ = tables.distributions.distribution(of: company, after: Int64(step % 5))
            _ = tables.numbers.next(of: company)
            if step % 100 == 0 { _ = tables.lost.takeAll() }
        }
    }
}
