import Logging
import Synchronization

/// Keeps a database that is down from filling the disk with the same sentence: of each kind of
/// failure one is told a second, with the number of those that were not.
package final class FailureLog: Sendable {
    package static let shared = FailureLog()

    private let throttle = Mutex(Throttle<String>(pause: .seconds(1)))

    package init() {}

    /// `kind` is one of a closed set: it is kept for ever.
    package func tell(
        _ sentence: Logger.Message, _ failure: any Sendable, of kind: String,
        to logger: Logger, at now: ContinuousClock.Instant = .now
    ) {
        guard let untold = throttle.withLock({ $0.takeTurn(of: kind, at: now) }) else { return }
        var metadata: Logger.Metadata = ["error": "\(failure)"]
        if untold > 0 { metadata["untold"] = "\(untold)" }
        logger.error(sentence, metadata: metadata)
    }
}
