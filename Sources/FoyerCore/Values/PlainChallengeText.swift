/// What the form without scripts says of itself (CF-6): when it was made and which it is; signed by
/// whoever made it. There is no work in it: it must be of a certain age, and is used once.
package struct PlainChallengeText: Equatable, Sendable {
    package var madeAt: Instant
    package var formNumber: Int64
    /// Names the form, so that it is used once.
    package var nonce: String

    package init(madeAt: Instant, formNumber: Int64, nonce: String) {
        self.madeAt = madeAt
        self.formNumber = formNumber
        self.nonce = nonce
    }

    /// What is signed. It begins as no other challenge does.
    package var text: String { "plain.\(madeAt.milliseconds).\(formNumber).\(nonce)" }

    package func signed(_ signature: String) -> String { "\(text).\(signature)" }

    private static let bytesMax = 200

    /// Reads a challenge and its signature, which proves nothing until it is checked; `nil` for
    /// what this program never wrote.
    package static func parse(_ challenge: String) -> (PlainChallengeText, signature: String)? {
        guard challenge.utf8.count <= bytesMax else { return nil }
        let parts = challenge.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "plain", let madeAt = DecimalText.number(parts[1]),
            let formNumber = DecimalText.number(parts[2]), TokenText.isToken(String(parts[3]))
        else { return nil }
        let text = PlainChallengeText(
            madeAt: Instant(milliseconds: madeAt), formNumber: formNumber, nonce: String(parts[3]))
        return (text, String(parts[4]))
    }
}
