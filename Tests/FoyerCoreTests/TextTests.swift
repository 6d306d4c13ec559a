import FoyerCore
import Testing

@Suite("Texts from outside")
struct TextTests {
    private static let form = ChallengeText.SolvedForm(
        customerHash: "ab12", formNumber: 9_321, nonce: "Nonce_-1")
    private static let challenge = ChallengeText(
        until: Instant(milliseconds: 1_750_000_000_000), bits: 14, form: form)

    @Test("a challenge is read as it was written")
    func challengeIsRead() throws {
        let read = try #require(ChallengeText.parse(Self.challenge.signed("cd34")))
        #expect(read.0 == Self.challenge)
        #expect(read.signature == "cd34")
    }

    @Test(
        "what this program never wrote is no challenge",
        arguments: [
            "", ".....", "1.2.a.4.n", "1.2.a.4.n.s.t", "+1.2.a.4.n.s", "1.02.a.4.n.s",
            "1.2.a.-4.n.s", "99999999999999999999.2.a.4.n.s", "1. 2.a.4.n.s",
        ])
    func foreignChallenge(_ text: String) {
        #expect(ChallengeText.parse(text) == nil)
    }

    @Test("a challenge has an end")
    func longChallenge() {
        let long = String(repeating: "s", count: 400)
        #expect(ChallengeText.parse("1.2.a.4.n.\(long)") == nil)
        #expect(ChallengeText.isSolution(String(repeating: "9", count: 20)))
        #expect(!ChallengeText.isSolution(String(repeating: "9", count: 21)))
        #expect(!ChallengeText.isSolution(""))
        #expect(!ChallengeText.isSolution("-1"))
    }

    @Test("tokens have 32 signs of base64url")
    func tokens() {
        #expect(TokenText.isToken(String(repeating: "A-_9", count: 8)))
        #expect(!TokenText.isToken(String(repeating: "A", count: 31)))
        #expect(!TokenText.isToken(String(repeating: "A", count: 31) + "="))
        #expect(!TokenText.isToken(String(repeating: "é", count: 16)))
    }
}
