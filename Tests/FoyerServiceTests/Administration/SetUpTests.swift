import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Set-up")
struct SetUpTests {
    private func draft(_ link: String) -> SetUpDraft {
        SetUpDraft(
            link: link, company: "Example", name: "Ada", email: "Ada@Example.com",
            password: ServiceFixture.password)
    }

    @Test("makes company, GENERAL and administrator, once", arguments: Engine.allCases)
    func once(_ engine: Engine) async throws {
        try await engine.withEmptyService { house in
            let link = try #require(try await house.service.makeSetUpToken())
            try await house.service.setUp(draft(link))
            let ada = try await house.logOn("ada@example.com")
            #expect(ada.isAdministrator)
            #expect(try await house.service.me(ada).companyName == "Example")
            #expect(try await house.service.me(ada).rooms.map(\.name) == ["GENERAL"])
            #expect(try await house.service.makeSetUpToken() == nil)
            await #expect(throws: Refusal.alreadySetUp) {
                try await house.service.setUp(draft(link))
            }
        }
    }

    @Test("a link that expired, was replaced or never was is refused", arguments: Engine.allCases)
    func badLinks(_ engine: Engine) async throws {
        try await engine.withEmptyService { house in
            let replaced = try #require(try await house.service.makeSetUpToken())
            let expired = try #require(try await house.service.makeSetUpToken())
            house.clock.advance(seconds: Limit.setUpLinkHoursMax * 3_600)
            for link in [replaced, expired, "", "a\u{0}b", String(repeating: "x", count: 100_000)] {
                await #expect(throws: Refusal.linkUsedOrExpired) {
                    try await house.service.setUp(draft(link))
                }
            }
            let good = try #require(try await house.service.makeSetUpToken())
            try await house.service.setUp(draft(good))
        }
    }

    @Test("a refused set-up spends no link", arguments: Engine.allCases)
    func refused(_ engine: Engine) async throws {
        try await engine.withEmptyService { house in
            let link = try #require(try await house.service.makeSetUpToken())
            let bad: [(SetUpDraft, Refusal)] = [
                (
                    SetUpDraft(
                        link: link, company: " ", name: "A", email: "a@b.c",
                        password: ServiceFixture.password),
                    .fieldMissing(field: "company")
                ),
                (
                    SetUpDraft(
                        link: link, company: "E", name: "", email: "a@b.c",
                        password: ServiceFixture.password),
                    .fieldMissing(field: "name")
                ),
                (
                    SetUpDraft(
                        link: link, company: "E", name: "A", email: "a",
                        password: ServiceFixture.password),
                    .fieldInvalid(field: "email", rule: .emailAddress)
                ),
                (
                    SetUpDraft(
                        link: link, company: "E", name: "A", email: "a@b.c", password: "short"),
                    .fieldInvalid(field: "password", rule: .password)
                ),
            ]
            for (draft, refusal) in bad {
                await #expect(throws: refusal) { try await house.service.setUp(draft) }
            }
            try await house.service.setUp(draft(link))
        }
    }

    @Test("of two who use the link at once one wins", arguments: Engine.allCases)
    func atOnce(_ engine: Engine) async throws {
        try await engine.withEmptyService { house in
            let link = try #require(try await house.service.makeSetUpToken())
            let (left, right) = try await race {
                try await house.service.setUp(draft(link))
            } _: {
                try await house.service.setUp(draft(link))
            }
            #expect(left.isSuccess != right.isSuccess)
            let refusal = try #require(left.refusal ?? right.refusal)
            #expect([.linkUsedOrExpired, .alreadySetUp].contains(refusal))
        }
    }
}
