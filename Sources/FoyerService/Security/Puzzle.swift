import Crypto
import FoundationEssentials
import FoyerCore

/// The contact form's anti-robot step (CF-5): a proof of work that needs no third party.
///
/// The server keeps nothing per challenge: it says in it until when it is good, how hard it is, for
/// which fresh customer token and which form, and signs that. Hashcash, with SHA-256.
package struct Puzzle {
    let secret: SymmetricKey

    init(secret: String) { self.secret = SymmetricKey(data: Array(secret.utf8)) }

    func challenge(room: ID<Room>, for form: Solved, bits: Int, now: Instant) -> String {
        let until = now.adding(seconds: Limit.puzzleMinutesMax * 60).milliseconds
        let text = "\(until).\(bits).\(form.customerHash).\(form.formNumber).\(form.nonce)"
        return "\(text).\(signature(of: text, room: room))"
    }

    /// What a challenge says of its form.
    struct Solved {
        /// The hash of the customer token that came with the challenge.
        let customerHash: String
        let formNumber: Int64
        /// Names the puzzle, so that it is used once.
        let nonce: String
    }

    func check(_ challenge: String, solution: String, room: ID<Room>, now: Instant) throws(Refusal)
        -> Solved
    {
        let parts = challenge.split(separator: ".", omittingEmptySubsequences: false).map(
            String.init)
        guard challenge.utf8.count <= 400, parts.count == 6, let until = Int64(parts[0]),
            let bits = Int(parts[1]), let formNumber = Int64(parts[3])
        else {
            throw .puzzleWrong
        }
        let text = parts[0..<5].joined(separator: ".")
        guard isSignature(parts[5], of: text, room: room) else { throw .puzzleWrong }
        guard now.milliseconds < until else { throw .puzzleExpired }
        guard solution.utf8.count <= 20, solution.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            Puzzle.solves(solution, challenge: challenge, bits: bits)
        else {
            throw .puzzleWrong
        }
        return Solved(customerHash: parts[2], formNumber: formNumber, nonce: parts[4])
    }

    package static func solves(_ solution: String, challenge: String, bits: Int) -> Bool {
        var zeros = 0
        for byte in SHA256.hash(data: Array("\(challenge):\(solution)".utf8)) {
            zeros += byte.leadingZeroBitCount
            if byte != 0 { break }
        }
        return zeros >= bits
    }

    private func signature(of text: String, room: ID<Room>) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(room) \(text)".utf8), using: secret)
        return Identity.hexadecimal(code)
    }

    private func isSignature(_ claimed: String, of text: String, room: ID<Room>) -> Bool {
        // Compared by their hashes: the time of the comparison then tells nothing of the signature.
        SHA256.hash(data: Array(claimed.utf8))
            == SHA256.hash(data: Array(signature(of: text, room: room).utf8))
    }
}
