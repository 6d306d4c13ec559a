import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Channels and statuses of an agent")
struct ChannelTests {
    @Test("a log-on alone is no presence; a connection is", arguments: Engine.allCases)
    func presence(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.agent("Bert", by: administrator)
            #expect(try await house.status(of: bert) == [nil, nil])
            await #expect(throws: Refusal.notLoggedOn) {
                try await house.service.choose(.ready, by: bert)
            }
            _ = try await house.service.connectAgent(bert)
            #expect(try await house.status(of: bert) == [.waitingNewCall, nil])
        }
    }

    @Test(
        "break and ready apply to both channels; a second log-on takes the status over",
        arguments: Engine.allCases)
    func bothChannels(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let desk = try await house.readyAgent("Bert", by: administrator)
            try await house.service.choose(.takeBreak, by: desk)
            let mobile = try await house.logOn("bert@example.com", on: .mobile)
            _ = try await house.service.connectAgent(mobile)
            #expect(try await house.status(of: desk) == [.takingBreak, .takingBreak])

            try await house.service.choose(.ready, by: mobile)
            #expect(try await house.status(of: desk) == [.waitingNewCall, .waitingNewCall])

            let customer = try await house.customer(asksIn: room, servedBy: desk)
            #expect(try await house.status(of: desk) == [.servingCustomer, .servingCustomer])
            for choice in AgentChoice.allCases {
                await #expect(throws: Refusal.servingNow) {
                    try await house.service.choose(choice, by: mobile)
                }
            }
            try await house.service.endChat(customer.chat, by: customer.asker)
            #expect(
                try await house.status(of: desk) == [.remoteCustomerHangup, .remoteCustomerHangup])
        }
    }

    @Test(
        "only the desktop rings; an agent on mobile alone is not asked", arguments: Engine.allCases)
    func mobileOnly(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", on: .mobile, by: administrator)
            #expect(try await house.status(of: bert) == [nil, .waitingNewCall])
            let customer = try await house.customer(asksIn: room)
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).nobodyFree)
        }
    }

    @Test(
        "leaving one of two channels keeps the served chat, leaving both does not",
        arguments: Engine.allCases)
    func oneChannelLost(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let desk = try await house.agent("Bert", by: administrator)
            let connection = try await house.service.connectAgent(desk)
            let mobile = try await house.logOn("bert@example.com", on: .mobile)
            _ = try await house.service.connectAgent(mobile)
            let customer = try await house.customer(asksIn: room, servedBy: desk)

            try await house.service.disconnectAgent(desk, connection: connection)
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).agentConnected
            )
            house.clock.advance(seconds: 60)
            _ = try await house.service.passTime()
            #expect(try await house.status(of: mobile) == [nil, .servingCustomer])
            #expect(try await house.life(of: customer) == .served(turn: 1, by: desk.agent))

            try await house.service.logOff(mobile)
            #expect(try await house.life(of: customer) == .waiting(turn: 2))
        }
    }

    @Test(
        "logging off while serving gives the chats back at once, and ends the log-on",
        arguments: Engine.allCases)
    func logOffWhileServing(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            _ = house.announcer.take()

            try await house.service.logOff(bert)

            #expect(try await house.life(of: customer) == .waiting(turn: 2))
            #expect(try await house.offer(of: customer.chat, at: cleo) != nil)
            let ended = house.announcer.take().contains { hint in
                if case .logOnEnded(bert.logOn) = hint { true } else { false }
            }
            #expect(ended)
            await #expect(throws: Refusal.notLoggedOn) {
                try await house.service.connectAgent(bert)
            }
            try await house.service.logOff(bert)
        }
    }

    @Test(
        "a second desk on the channel keeps the agent there when one logs off",
        arguments: Engine.allCases)
    func secondDesk(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.readyAgent("Bert", by: administrator)
            let other = try await house.logOn("bert@example.com")
            _ = try await house.service.connectAgent(other)
            try await house.service.logOff(bert)
            #expect(try await house.status(of: other) == [.waitingNewCall, nil])
            try await house.service.logOff(other)
            #expect(try await house.status(of: other) == [nil, nil])
        }
    }

    @Test(
        "a program's log-off leaves the grace of a lost desk running", arguments: Engine.allCases)
    func logOffElsewhere(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let desk = try await house.agent("Bert", by: administrator)
            let connection = try await house.service.connectAgent(desk)
            let program = try await house.logOn("bert@example.com")
            let customer = try await house.customer(asksIn: room, servedBy: desk)

            try await house.service.disconnectAgent(desk, connection: connection)
            try await house.service.logOff(program)
            #expect(try await house.life(of: customer) == .served(turn: 1, by: desk.agent))
            // But nobody comes back by a log-on that is over.
            try await house.service.logOff(desk)
            #expect(try await house.life(of: customer) == .waiting(turn: 2))
        }
    }

    @Test(
        "three missed rings in a row are a break, and the agent is told", arguments: Engine.allCases
    )
    func missedRings(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            for ring in 1...3 {
                #expect(try await house.status(of: bert) == [.waitingNewCall, nil])
                let customer = try await house.customer(asksIn: room)
                #expect(try await house.offer(of: customer.chat, at: bert) != nil, "ring \(ring)")
                _ = house.announcer.take()
                house.clock.advance(seconds: 30)
                _ = try await house.service.passTime()
                try await house.service.cancelChat(customer.chat, by: customer.id)
            }
            #expect(try await house.status(of: bert) == [.takingBreak, nil])
            let told = house.announcer.take().contains { hint in
                if case .agentChanged(bert.agent, because: .missedRings) = hint {
                    true
                } else {
                    false
                }
            }
            #expect(told)
            try await house.service.choose(.ready, by: bert)
            let customer = try await house.customer(asksIn: room)
            #expect(try await house.offer(of: customer.chat, at: bert) != nil)
        }
    }
}
