import Foundation
import FoyerCore
import Testing

/// Every decision is explained (DIST-10).
@Suite struct DistributionExplanationTests {
    /// One agent for each rule, and one candidate.
    private func crowd() throws -> DistributionFixture {
        func agent(_ id: ID<Agent>, _ status: AgentStatus?, serves: Int = 0) -> DistributionAgent {
            let serving = (0..<serves).map { number in
                DistributionAgent.Served(chat: ID(known: "s\(id)\(number)"), room: "r1")
            }
            return DistributionAgent(
                id: id, rooms: ["r1"], browser: status, serving: serving, maxChats: 2)
        }
        let agents = [
            agent("a1", nil), agent("a2", .takingBreak), agent("a3", .hangUp),
            agent("a4", .remoteCustomerHangup), agent("a5", .servingCustomer, serves: 2),
            DistributionAgent(id: "a6", rooms: ["r2"], browser: .waitingNewCall), .waiting("a7"),
        ]
        return DistributionFixture(
            agents: agents, rooms: [.plain("r1", several: true), .plain("r2")])
    }

    @Test("an offer names the first rule that removed each of the others")
    func rules() throws {
        var company = try crowd()

        try company.ask("c1")

        let explanation = try #require(company.explanations.first)
        #expect(explanation.outcome == .offered(["a7"]))
        #expect(explanation.settingsVersion == 7)
        #expect(explanation.trigger == .asked)
        #expect(explanation.number == 1)
        let review = try #require(explanation.reviews.first)
        #expect(review.removed.map(\.rule) == [.notLoggedOn, .onABreak, .hungUp, .full])
        #expect(review.removed.map(\.agents) == [["a1"], ["a2"], ["a3", "a4"], ["a5"]])
        #expect(review.candidates == ["a7"])
    }

    @Test("each rule is told by its own name")
    func everyRule() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        try company.ask("c1")
        let inputs = try #require(company.explanations.first?.inputs)
        func rule(
            _ changeInputs: (inout Distribution.Explanation.Inputs) -> Void = { _ in },
            _ changeAgent: (inout Distribution.Explanation.AgentFacts) -> Void = { _ in }
        ) -> Distribution.Explanation.RemovalRule? {
            var changed = inputs
            changeInputs(&changed)
            changeAgent(&changed.agents[0])
            return changed.choice().reviews.first?.removed.first?.rule
        }

        #expect(rule() == nil)
        #expect(rule({ $0.onlyAgent = "a2" }) == .privateRoom)
        #expect(rule({ _ in }, { $0.browser = nil }) == .notLoggedOn)
        #expect(rule({ _ in }, { $0.browser = .takingBreak }) == .onABreak)
        #expect(rule({ _ in }, { $0.browser = .hangUp }) == .hungUp)
        #expect(rule({ _ in }, { $0.browser = .remoteCustomerHangup }) == .hungUp)
        #expect(
            rule({ _ in }) {
                $0.browser = .servingCustomer
                $0.serves = 1
            } == .serving)
        #expect(
            rule({ _ in }) {
                $0.browser = .servingCustomer
                $0.serves = 2
                $0.servesAtMost = 2
            } == .full)
        #expect(rule({ $0.rejectedBy = ["a1"] }) == .rejected)
        #expect(rule({ $0.expiredAt = ["a1"] }) == .letExpire)
        #expect(rule({ $0.entitlementLeft = false }) == .noEntitlement)
        #expect(rule({ $0.entitlementLeft = false }, { $0.isAdministrator = true }) == nil)
    }

    @Test("an explanation is made only when the outcome changed")
    func onlyChanges() throws {
        var company = DistributionFixture()
        try company.ask("c1")
        try company.reject("c1", by: "a1")
        #expect(company.explanations == [], "a2 keeps ringing")
        try company.reject("c1", by: "a2")
        #expect(company.explanations.map(\.outcome) == [.nobodyFree])
        try company.happen(.chose("a1", .ready))
        #expect(company.explanations == [], "still nobody")
        #expect(company.chat("c1")?.explanationsMade == 2)
    }

    @Test("an answer is explained, after its offer")
    func answered() throws {
        var company = DistributionFixture()
        try company.ask("c1")

        try company.answer("c1", by: "a2")

        #expect(company.explanations.map(\.outcome) == [.served(by: "a2")])
        #expect(company.explanations.map(\.number) == [2])
        #expect(company.explanations.map(\.inputs) == [nil])
    }

    @Test("an explanation survives being stored, and its inputs give the stored choice")
    func storing() throws {
        var company = try crowd()
        try company.ask("c1")
        try company.reject("c1", by: "a7")
        let explanation = try #require(company.explanations.first)

        let stored = try JSONEncoder().encode(explanation)
        let read = try JSONDecoder().decode(Distribution.Explanation.self, from: stored)

        #expect(read == explanation)
        #expect(read.inputs?.choice() == explanation.choice)
        #expect(String(decoding: stored, as: UTF8.self).contains("\"rule\":\"onABreak\""))
    }

    @Test("a rule that a newer version stored is refused, not guessed")
    func unknownRule() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(
                Distribution.Explanation.Removal.self,
                from: Data(#"{"rule":"mood","agents":[]}"#.utf8))
        }
    }

    @Test("screens get keys and parameters in the order of reading")
    func sentences() throws {
        var company = try crowd()
        try company.ask("c1")
        let offered = try #require(company.explanations.first)

        #expect(
            offered.sentences.map(\.key) == [
                "explain.after.asked", "explain.settings", "explain.stage",
                "explain.removed.notLoggedOn",
                "explain.removed.onABreak", "explain.removed.hungUp", "explain.removed.full",
                "explain.candidates", "explain.offered",
            ])
        let parameters = try #require(offered.sentences.last?.parameters)
        #expect(parameters.map(\.name) == ["count", "agents", "stage", "round"])
        #expect(
            parameters.map(\.value) == [
                .number(1), .agents(["a7"]), .word("stage.desktop"), .number(1),
            ])
        try company.reject("c1", by: "a7")
        let nobody = try #require(company.explanations.first)
        #expect(
            nobody.sentences.suffix(2).map(\.key) == ["explain.noCandidates", "explain.nobodyFree"])
    }

    @Test("who rings already is named as such when another is asked, too")
    func alreadyRinging() throws {
        var company = DistributionFixture(
            agents: ["a1", "a2", "a3"].map { .waiting($0) },
            rooms: [.plain("r1") { $0.agentsAtOnce = 2 }])
        try company.ask("c1")

        try company.reject("c1", by: "a1")

        let review = try #require(company.explanations.first?.reviews.first)
        #expect(review.removed.map(\.rule) == [.alreadyRinging, .rejected])
        #expect(review.removed.map(\.agents) == [["a2"], ["a1"]])
        #expect(company.offer(of: "c1", to: "a3")?.reason == .nextInLine)
    }

    @Test("a choice can be repeated with other inputs")
    func whatIf() throws {
        var company = DistributionFixture()
        try company.ask("c1")
        try company.reject("c1", by: "a1")
        try company.reject("c1", by: "a2")
        var inputs = try #require(company.explanations.first?.inputs)
        #expect(inputs.choice().outcome == .nobodyFree)

        company = DistributionFixture(agents: [.waiting("a1"), .waiting("a2")])
        try company.ask("c1")
        try company.pass(seconds: 30)
        try company.happen(.chose("a1", .ready))
        inputs = try #require(company.explanations.first?.inputs)
        #expect(inputs.nobodyFree)
        #expect(inputs.choice().outcome == .offered(["a1"]))
        inputs.expiredAt = ["a1"]
        #expect(inputs.choice().outcome == .nobodyFree)
    }
}
