import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("one-time links")
struct OneTimeLinkTests {
    @Test(
        "a link says what it is for while it is good, and asking does not spend it",
        arguments: Engine.allCases)
    func passwordLink(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.readyAgent("Bert", by: administrator)
            let link = try await house.service.makePasswordLink(for: bert.agent, by: administrator)
            for _ in 0..<2 {
                #expect(
                    try await house.service.oneTimeLink(link)
                        == .password(name: "Bert", email: bert.email))
            }
            try await house.service.setPassword("correct horse battery", link: link)
            for token in [link, "", "unknown"] {
                await #expect(throws: Refusal.linkUsedOrExpired) {
                    try await house.service.oneTimeLink(token)
                }
            }
        }
    }

    @Test("a link that is too old is no link", arguments: Engine.allCases)
    func expired(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.readyAgent("Bert", by: administrator)
            let link = try await house.service.makePasswordLink(for: bert.agent, by: administrator)
            house.clock.advance(seconds: Limit.passwordLinkHoursMax * 3_600)
            await #expect(throws: Refusal.linkUsedOrExpired) {
                try await house.service.oneTimeLink(link)
            }
        }
    }

    @Test("a set-up link says so before and after it was used", arguments: Engine.allCases)
    func setUpLink(_ engine: Engine) async throws {
        try await engine.withEmptyService { house in
            let link = try #require(try await house.service.makeSetUpToken())
            #expect(try await house.service.oneTimeLink(link) == .setUp)
            try await house.service.setUp(
                SetUpDraft(
                    link: link, company: "Acme", name: "Ada", email: "ada@example.com",
                    password: "correct horse battery"))
            await #expect(throws: Refusal.alreadySetUp) {
                try await house.service.oneTimeLink(link)
            }
        }
    }
}
