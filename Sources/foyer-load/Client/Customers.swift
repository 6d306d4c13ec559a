import Crypto
import FoyerAPI
import FoyerCore

/// Customers who ask for an agent.
struct Customers: Sendable {
    /// A filled-in contact form whose puzzle is solved: only the press is missing.
    struct Form: Sendable {
        let challenge: String
        let solution: String
        let customer: String
        let key: String
    }

    struct Asked: Sendable {
        let chat: String
        /// The customer's token.
        let token: String
    }

    let api: API
    /// The room's token.
    let room: String

    func form(key: String) async throws -> Form {
        let answer = try await api.post("/api/public/rooms/\(room)/challenge")
        guard case .int(let bits)? = answer["bits"] else { throw AnswerLacks(field: "bits") }
        let challenge = try answer.text("challenge")
        return Form(
            challenge: challenge, solution: Self.solution(of: challenge, bits: Int(bits)),
            customer: try answer.text("customer"), key: key)
    }

    func ask(_ form: Form) async throws -> Asked {
        let answer = try await api.post("/api/public/rooms/\(room)/chats") {
            $0.field("challenge", form.challenge)
            $0.field("solution", form.solution)
            $0.field("customer", form.customer)
            $0.field("key", form.key)
            $0.field("name", "Load")
            $0.field("language", "en-GB")
        }
        return Asked(chat: try answer.text("chat"), token: form.customer)
    }

    /// The smallest number that solves the puzzle; 2 to the power of `bits` hashes on the average.
    static func solution(of challenge: String, bits: Int) -> String {
        var prefix = SHA256()
        prefix.update(data: Array("\(challenge):".utf8))
        for candidate in 0... {
            let solution = String(candidate)
            var hash = prefix
            hash.update(data: Array(solution.utf8))
            if leadingZeroBitCount(of: hash.finalize()) >= bits { return solution }
        }
        return ""
    }

    private static func leadingZeroBitCount(of digest: SHA256Digest) -> Int {
        var count = 0
        for byte in digest {
            count += byte.leadingZeroBitCount
            if byte != 0 { break }
        }
        return count
    }
}
