import FoyerCore
import Testing

/// Every status with everything that can happen to it (ST-1 to ST-6).
@Suite struct AgentStatusTests {
    /// What happens to an agent who is logged on in the browser only.
    enum Happening: CaseIterable {
        case logsOn, choosesReady, choosesBreak, answers, customerEnds, customerIsLost, agentEnds
        case missesThirdRing, logsOff
    }

    /// One row a status; one letter a happening, in the order of `Happening`.
    ///
    /// `W` waiting, `S` serving, `R` the customer hung up, `H` the agent hung up, `B` on a break,
    /// `-` not logged on, `!` refused. The chat that is served in `S` is the only one.
    static let table: [(status: AgentStatus?, outcomes: String)] = [
        (nil, "W!!!!!!--"),
        (.waitingNewCall, "WWBS!!!B-"),
        (.servingCustomer, "S!!!RRHS-"),
        (.remoteCustomerHangup, "RWB!!!!R-"),
        (.hangUp, "HWB!!!!H-"),
        (.takingBreak, "BWB!!!!B-"),
    ]

    static var cases: [(AgentStatus?, Happening, Character)] {
        table.flatMap { row in
            zip(Happening.allCases, row.outcomes).map { (row.status, $0, $1) }
        }
    }

    @Test("the table of statuses covers every status and happening")
    func completeness() {
        #expect(
            Self.table.map(\.status) == [
                nil, .waitingNewCall, .servingCustomer, .remoteCustomerHangup, .hangUp,
                .takingBreak,
            ])
        #expect(Self.table.allSatisfy { $0.outcomes.count == Happening.allCases.count })
    }

    @Test("each status follows the table", arguments: cases)
    func transition(status: AgentStatus?, happening: Happening, expected: Character) throws {
        var company = try company(with: status)
        do {
            try happen(happening, in: &company)
            #expect(expected != "!")
            #expect(company.agent("a1")?.browser == Self.status(expected))
        } catch {
            #expect(expected == "!")
            #expect(company.agent("a1")?.browser == status)
        }
    }

    @Test("a second channel takes over the status of the first", arguments: AgentStatus.allCases)
    func secondChannel(status: AgentStatus) throws {
        var company = try company(with: status)

        try company.happen(.loggedOn("a1", .mobile))

        #expect(company.agent("a1")?.mobile == status)
        #expect(company.effects.contains(.status("a1", .mobile, status)))
    }

    @Test("who comes back from a break is on a break, unless another channel says otherwise")
    func backOnBreak() throws {
        var company = try company(with: nil)
        try company.happen(.loggedOn("a1", .browser, onBreak: true))
        #expect(company.agent("a1")?.browser == .takingBreak)

        var ready = try self.company(with: .waitingNewCall)
        try ready.happen(.loggedOn("a1", .mobile, onBreak: true))
        #expect(ready.agent("a1")?.mobile == .waitingNewCall)
    }

    @Test("ready, break, answer and the end of a chat apply to both channels")
    func bothChannels() throws {
        var company = try company(with: .waitingNewCall)
        try company.happen(.loggedOn("a1", .mobile))
        func expectBoth(_ status: AgentStatus) {
            #expect(company.agent("a1")?.browser == status)
            #expect(company.agent("a1")?.mobile == status)
        }

        try company.answer("c2", by: "a1")
        expectBoth(.servingCustomer)
        try company.happen(.ended("c2", by: .agent))
        expectBoth(.hangUp)
        try company.happen(.chose("a1", .takeBreak))
        expectBoth(.takingBreak)
        try company.happen(.chose("a1", .ready))
        expectBoth(.waitingNewCall)
    }

    @Test("the codes are the wire format")
    func codes() {
        #expect(
            AgentStatus.allCases.map(\.rawValue) == [
                "TAKING_BREAK", "WAITING_NEW_CALL", "REMOTE_CUSTOMER_HANGUP", "HANG_UP",
                "SERVING_CUSTOMER",
            ])
    }

    /// `a1` in this status, serving `c1` if it says so; `c2` waits, and rings where it may.
    private func company(with status: AgentStatus?) throws -> DistributionFixture {
        let serving: [DistributionAgent.Served] =
            status == .servingCustomer ? [.init(chat: "c1", room: "r1")] : []
        let agent = DistributionAgent(
            id: "a1", rooms: ["r1"], browser: status, serving: serving, missedRings: 2)
        var company = DistributionFixture(agents: [agent])
        try company.ask("c2")
        return company
    }

    private func happen(_ happening: Happening, in company: inout DistributionFixture) throws {
        switch happening {
        case .logsOn: try company.happen(.loggedOn("a1", .browser))
        case .choosesReady: try company.happen(.chose("a1", .ready))
        case .choosesBreak: try company.happen(.chose("a1", .takeBreak))
        case .answers: try company.answer("c2", by: "a1")
        case .customerEnds: try company.happen(.ended("c1", by: .customer))
        case .customerIsLost: try company.happen(.ended("c1", by: .customerLost))
        case .agentEnds: try company.happen(.ended("c1", by: .agent))
        case .missesThirdRing: try company.pass(seconds: 30)
        case .logsOff:
            let served = company.agent("a1")?.serving ?? []
            let again = served.map { WaitingChat.asking($0.chat, turn: 2, at: company.now) }
            try company.happen(.loggedOff("a1", .browser, waitingAgain: again))
        }
    }

    private static func status(_ letter: Character) -> AgentStatus? {
        switch letter {
        case "W": .waitingNewCall
        case "S": .servingCustomer
        case "R": .remoteCustomerHangup
        case "H": .hangUp
        case "B": .takingBreak
        default: nil
        }
    }
}
