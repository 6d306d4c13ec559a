import CArgon2
import Dispatch
import FoyerCore
import Synchronization

/// Hashes passwords by argon2id (RFC 9106) on two threads of its own, so that log-ons neither block
/// the server nor take all its cores.
package final class PasswordHasher: Sendable {
    package struct Cost: Sendable {
        package var memoryKibibytes: UInt32 = 19 * 1024
        package var passes: UInt32 = 2

        package init() {}

        /// For tests only: as cheap as argon2 allows.
        package static var cheapest: Cost {
            var cost = Cost()
            cost.memoryKibibytes = 8
            cost.passes = 1
            return cost
        }
    }

    private static let waitingMax = 64
    private let cost: Cost
    private let queues = [
        DispatchQueue(label: "foyer.password.0"), DispatchQueue(label: "foyer.password.1"),
    ]
    private let turn = Atomic<Int>(0)
    private let waiting = Atomic<Int>(0)

    package init(cost: Cost = Cost()) {
        self.cost = cost
        argon2_memory_goes_back()
    }

    /// The encoded hash of `password` with a random salt. Throws `.tooManyRequests` when too many
    /// wait.
    func hash(_ password: String) async throws -> String {
        let cost = cost
        return try await onOwnThread {
            var generator = SystemRandomNumberGenerator()
            let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            var encoded = [CChar](repeating: 0, count: 160)
            let bytes = Array(password.utf8)
            let code = argon2id_hash_encoded(
                cost.passes, cost.memoryKibibytes, 1, bytes, bytes.count, salt, salt.count, 32,
                &encoded,
                encoded.count)
            guard code == ARGON2_OK.rawValue else { throw HashingFailed(code: code) }
            return String(
                decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Whether `password` made `hash`. Without a hash it works as long and says no, so that the
    /// time does not tell whether an address is known.
    func verify(_ password: String, against hash: String?) async throws -> Bool {
        guard let hash else {
            _ = try await self.hash(password)
            return false
        }
        return try await onOwnThread {
            let bytes = Array(password.utf8)
            return argon2id_verify(hash, bytes, bytes.count) == ARGON2_OK.rawValue
        }
    }

    private func onOwnThread<Output: Sendable>(
        _ work: @escaping @Sendable () throws -> Output
    ) async throws -> Output {
        guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= Self.waitingMax else {
            waiting.wrappingSubtract(1, ordering: .relaxed)
            throw Refusal.tooManyRequests(retryAfterSeconds: 5)
        }
        defer { waiting.wrappingSubtract(1, ordering: .relaxed) }
        let queue = queues[turn.wrappingAdd(1, ordering: .relaxed).oldValue & 1]
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }

    struct HashingFailed: Error {
        let code: Int32
    }
}
