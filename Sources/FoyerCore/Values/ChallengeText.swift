/// What a contact form's challenge says (CF-5): until when it is good, how hard it is, and for
/// which form; signed by whoever made it.
package struct ChallengeText: Equatable, Sendable {
    package var until: Instant
    /// Leading zero bits that the solution's hash must have.
    package var bits: Int
    package var form: SolvedForm

    package init(until: Instant, bits: Int, form: SolvedForm) {
        self.until = until
        self.bits = bits
        self.form = form
    }

    /// The form that a challenge is for.
    package struct SolvedForm: Equatable, Sendable {
        /// The hash of the customer token that came with the challenge.
        package var customerHash: String
        package var formNumber: Int64
        /// Names the puzzle, so that it is used once.
        package var nonce: String

        package init(customerHash: String, formNumber: Int64, nonce: String) {
            self.customerHash = customerHash
            self.formNumber = formNumber
            self.nonce = nonce
        }
    }

    /// What is signed.
    package var text: String {
        "\(until.milliseconds).\(bits).\(form.customerHash).\(form.formNumber).\(form.nonce)"
    }

    package func signed(_ signature: String) -> String { "\(text).\(signature)" }

    private static let bytesMax = 400
    private static let solutionDigitsMax = 20

    /// Reads a challenge and its signature, which proves nothing until it is checked; `nil` for
    /// what this program never wrote.
    package static func parse(_ challenge: String) -> (ChallengeText, signature: String)? {
        guard challenge.utf8.count <= bytesMax else { return nil }
        let parts = challenge.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 6, let until = DecimalText.number(parts[0]),
            let bits = DecimalText.number(parts[1]).flatMap({ Int(exactly: $0) }),
            let formNumber = DecimalText.number(parts[3])
        else { return nil }
        let form = SolvedForm(
            customerHash: String(parts[2]), formNumber: formNumber, nonce: String(parts[4]))
        let text = ChallengeText(
            until: Instant(milliseconds: until), bits: bits, form: form)
        return (text, String(parts[5]))
    }

    /// Whether a text could be a solution: a number of at most 20 digits.
    package static func isSolution(_ text: String) -> Bool {
        text.utf8.count <= solutionDigitsMax && DecimalText.isDigits(text)
    }
}
