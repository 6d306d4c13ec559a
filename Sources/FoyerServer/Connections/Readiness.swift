import FoyerService
import NIOConcurrencyHelpers

/// Whether the database takes writes, asked once for all who want to know within a moment: the
/// question is a write, and strangers may ask it.
final class Readiness: Sendable {
    private struct Known {
        let verdict: Result<Void, any Error>
        let at: ContinuousClock.Instant
    }

    private let probe: @Sendable () async throws -> Void
    private let ageMax: Duration
    private let known = NIOLockedValueBox<Known?>(nil)

    init(
        ageMax: Duration = HTTPLimit.readinessAgeMax,
        probe: @escaping @Sendable () async throws -> Void
    ) {
        self.ageMax = ageMax
        self.probe = probe
    }

    /// Throws what the last probe threw.
    func check(at now: ContinuousClock.Instant = .now) async throws {
        if let known = known.withLockedValue({ $0 }), known.at.duration(to: now) < ageMax {
            return try known.verdict.get()
        }
        let verdict: Result<Void, any Error>
        do {
            verdict = .success(try await probe())
        } catch {
            verdict = .failure(error)
        }
        known.withLockedValue { $0 = Known(verdict: verdict, at: now) }
        try verdict.get()
    }
}
