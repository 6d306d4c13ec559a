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
        let challenge = ChallengeText(
            until: now.adding(seconds: Limit.puzzleMinutesMax * 60), bits: bits, form: form)
        return challenge.signed(signature(of: challenge.text, room: room))
    }

    typealias Solved = ChallengeText.SolvedForm

    func check(_ challenge: String, solution: String, room: ID<Room>, now: Instant) throws(Refusal)
        -> Solved
    {
        guard let (said, claimed) = ChallengeText.parse(challenge),
            isSignature(claimed, of: said.text, room: room)
        else { throw .puzzleWrong }
        guard now < said.until else { throw .puzzleExpired }
        guard ChallengeText.isSolution(solution),
            Puzzle.solves(solution, challenge: challenge, bits: said.bits)
        else {
            throw .puzzleWrong
        }
        return said.form
    }

    /// A form without scripts: nothing is solved, and this is signed as nothing else is.
    func plainChallenge(room: ID<Room>, _ form: PlainChallengeText) -> String {
        form.signed(signature(of: form.text, room: room))
    }

    /// Throws `.puzzleExpired` for what is too old; whether it is too young is for the caller.
    func check(plain challenge: String, room: ID<Room>, now: Instant) throws(Refusal)
        -> PlainChallengeText
    {
        guard let (said, claimed) = PlainChallengeText.parse(challenge),
            isSignature(claimed, of: said.text, room: room)
        else { throw .puzzleWrong }
        guard now < said.madeAt.adding(seconds: Limit.plainFormHoursMax * 3_600) else {
            throw .puzzleExpired
        }
        return said
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
