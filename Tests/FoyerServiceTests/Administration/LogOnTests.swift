import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Log-on")
struct LogOnTests {
    @Test("a wrong password and an unknown address are refused alike", arguments: Engine.allCases)
    func wrong(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            // Bert has not set a password yet.
            var draft = AgentDraft()
            draft.name = "Bert"
            draft.email = "bert@example.com"
            _ = try await house.service.createAgent(draft, by: administrator)
            let attempts = [
                ("admin@example.com", "wrong password"), ("admin@example.com", ""),
                ("nobody@example.com", ServiceFixture.password),
                ("bert@example.com", ServiceFixture.password),
                ("bert@example.com", ""), ("", ""), ("a\u{0}b", "x"),
                (String(repeating: "x", count: 9_999), "x"),
                ("' OR 1 = 1 --", "x"),
            ]
            for (email, password) in attempts {
                await #expect(throws: Refusal.wrongEmailOrPassword) {
                    try await house.service.logOn(
                        email: email, password: password, channel: .browser)
                }
            }
            let result = try await house.service.logOn(
                email: "ADMIN@Example.com", password: ServiceFixture.password, channel: .mobile)
            #expect(result.loggedOn.channel == .mobile)
            #expect(try await house.service.authenticate(token: result.token) == result.loggedOn)
        }
    }

    @Test("a log-on ends by log-out and after its days", arguments: Engine.allCases)
    func ends(_ engine: Engine) async throws {
        try await engine.withService { house, _ in
            func token() async throws -> String {
                try await house.service.logOn(
                    email: "admin@example.com", password: ServiceFixture.password, channel: .browser
                ).token
            }
            let ended = try await token()
            let kept = try await token()
            try await house.service.logOff(try await house.service.authenticate(token: ended))
            for bad in [ended, "", "x\u{0}", String(repeating: "x", count: 100_000)] {
                await #expect(throws: Refusal.notLoggedOn) {
                    try await house.service.authenticate(token: bad)
                }
            }
            house.clock.advance(milliseconds: Int64(Limit.logOnDaysMax) * 86_400_000 - 1)
            let loggedOn = try await house.service.authenticate(token: kept)
            house.clock.advance(milliseconds: 1)
            await #expect(throws: Refusal.notLoggedOn) {
                try await house.service.authenticate(token: kept)
            }
            // What expired is cleared away as time passes, and its sockets hear of it.
            _ = house.announcer.take()
            _ = try await house.service.passTime()
            let told = house.announcer.take().contains { hint in
                if case .logOnEnded(loggedOn.logOn) = hint { true } else { false }
            }
            #expect(told)
        }
    }

    @Test(
        "a password link works once, until it expires or another replaces it",
        arguments: Engine.allCases)
    func passwordLinks(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            var draft = AgentDraft()
            draft.name = "Bert"
            draft.email = "bert@example.com"
            let made = try await house.service.createAgent(draft, by: administrator)
            #expect(!made.agent.passwordSet)
            let second = try await house.service.makePasswordLink(
                for: made.agent.id, by: administrator)
            func refused(_ link: String) async {
                await #expect(throws: Refusal.linkUsedOrExpired) {
                    try await house.service.setPassword("another password", link: link)
                }
            }
            await refused(made.linkToken)
            await #expect(throws: Refusal.fieldInvalid(field: "password", rule: .password)) {
                try await house.service.setPassword("too short", link: second)
            }
            try await house.service.setPassword(ServiceFixture.password, link: second)
            await refused(second)
            let third = try await house.service.makePasswordLink(
                for: made.agent.id, by: administrator)
            house.clock.advance(seconds: Limit.passwordLinkHoursMax * 3_600)
            await refused(third)
            _ = try await house.logOn("bert@example.com")
        }
    }

    @Test(
        "who is shut out is out at once, and comes back by a new link", arguments: Engine.allCases)
    func shutOut(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.readyAgent("Bert", by: administrator)
            let old = try await house.service.makePasswordLink(for: bert.agent, by: administrator)
            _ = house.announcer.take()
            try await house.service.removePassword(of: bert.agent, by: administrator)
            let told = house.announcer.take().contains { hint in
                if case .logOnEnded(bert.logOn) = hint { true } else { false }
            }
            #expect(told)
            await #expect(throws: Refusal.notLoggedOn) {
                try await house.service.connectAgent(bert)
            }
            await #expect(throws: Refusal.wrongEmailOrPassword) {
                try await house.logOn("bert@example.com")
            }
            await #expect(throws: Refusal.linkUsedOrExpired) {
                try await house.service.setPassword(ServiceFixture.password, link: old)
            }
            let fresh = try await house.service.makePasswordLink(
                for: bert.agent, by: administrator)
            try await house.service.setPassword(ServiceFixture.password, link: fresh)
            _ = try await house.logOn("bert@example.com")
        }
    }

    @Test(
        "a new password ends every log-on of the agent, and no other's", arguments: Engine.allCases)
    func newPassword(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.readyAgent("Bert", by: administrator)
            let other = try await house.logOn("bert@example.com", on: .mobile)
            let link = try await house.service.makePasswordLink(for: bert.agent, by: administrator)
            _ = house.announcer.take()

            try await house.service.setPassword("a quite new password", link: link)

            let ended = house.announcer.take().compactMap { hint -> ID<LogOn>? in
                if case .logOnEnded(let id) = hint { id } else { nil }
            }
            #expect(ended.sorted() == [bert.logOn, other.logOn].sorted())
            await #expect(throws: Refusal.notLoggedOn) {
                try await house.service.connectAgent(bert)
            }
            await #expect(throws: Refusal.wrongEmailOrPassword) {
                try await house.logOn("bert@example.com")
            }
            _ = try await house.service.connectAgent(administrator)
        }
    }
}
