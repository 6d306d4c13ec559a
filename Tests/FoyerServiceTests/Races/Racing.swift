import FoyerCore
import Testing

/// Does both at once; a refusal is an outcome, any other error is thrown.
func race<First: Sendable, Second: Sendable>(
    _ first: @escaping @Sendable () async throws -> First,
    _ second: @escaping @Sendable () async throws -> Second
) async throws -> (Result<First, Refusal>, Result<Second, Refusal>) {
    async let left = outcome(of: first)
    async let right = outcome(of: second)
    return try await (left, right)
}

func outcome<Output: Sendable>(
    of command: @Sendable () async throws -> Output
) async throws -> Result<Output, Refusal> {
    do {
        return .success(try await command())
    } catch let refusal as Refusal {
        return .failure(refusal)
    }
}

extension Result where Failure == Refusal {
    var refusal: Refusal? {
        if case .failure(let refusal) = self { refusal } else { nil }
    }

    var output: Success? {
        if case .success(let output) = self { output } else { nil }
    }

    var isSuccess: Bool { refusal == nil }
}

/// Says on a line of its own what was proved of R-26.
func prove(_ what: String) { print("proof R-26: \(what)") }
