import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

@Suite("CO-2, CO-4: plans and limits")
struct PlanTests {
    private static func branded() throws -> RoomSettings {
        var settings = RoomSettings()
        try settings.set("contactForm.brand", to: .text("Acme"))
        return settings
    }

    @Test(
        "a plan's last room is made, the next is refused by name, and counted",
        arguments: Engine.allCases)
    func rooms(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            try await service.changePlan(of: administrator.company, to: "growingBusiness")
            for number in 2...5 {
                _ = try await service.createRoom(named: "Room \(number)", by: administrator)
            }
            let general = try await house.general(for: administrator)
            let refusal = Refusal.planLimitReached(plan: "Growing Business", max: 5)
            for (name, pattern) in [
                ("Made", RoomPattern.defaults), ("Copied", .room(general.id)),
                ("Imported", .file(RoomSettings())),
            ] {
                await #expect(throws: refusal) {
                    try await service.createRoom(named: name, pattern, by: administrator)
                }
            }
            let found = try await service.limits(for: administrator)
            #expect(found.plan.key == "growingBusiness")
            let reading = try #require(found.limits.first { $0.limit == .rooms })
            #expect(reading.max == 5 && reading.used == 5 && reading.source == .plan)
            #expect(reading.refused.count == 3)
            #expect(reading.refused.lastAt == house.clock.now)
            // A name that is taken is another matter: no limit refused it.
            await #expect(throws: Refusal.planLimitReached(plan: "Growing Business", max: 5)) {
                try await service.createRoom(named: "GENERAL", by: administrator)
            }
            // A deleted room makes room for another.
            let gone = try await service.rooms(for: administrator).map(\.room)
                .first { $0.name == "Room 2" }
            try await service.deleteRoom(try #require(gone).id, by: administrator)
            _ = try await service.createRoom(named: "Again", by: administrator)
        }
    }

    @Test("of two who make the last room at once exactly one does", arguments: Engine.allCases)
    func race(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            try await first.service.changePlan(of: administrator.company, to: "growingBusiness")
            for round in 1...10 {
                let had = try await first.service.rooms(for: administrator)
                for room in had.map(\.room).filter({ $0.name != RoomRow.generalName }) {
                    try await first.service.deleteRoom(room.id, by: administrator)
                }
                for number in 2...4 {
                    _ = try await first.service.createRoom(
                        named: "Room \(number)", by: administrator)
                }
                let (left, right) = try await FoyerServiceTests.race {
                    try await first.service.createRoom(named: "Left \(round)", by: administrator)
                } _: {
                    try await second.service.createRoom(named: "Right \(round)", by: administrator)
                }
                #expect(left.isSuccess != right.isSuccess)
                let refusal = Refusal.planLimitReached(plan: "Growing Business", max: 5)
                #expect((left.refusal ?? right.refusal) == refusal)
                #expect(try await first.service.rooms(for: administrator).count == 5)
            }
            let limits = try await second.service.limits(for: administrator).limits
            #expect(limits.first?.refused.count == 10)
        }
    }

    @Test(
        "a smaller plan takes no room away, but lets none be added", arguments: Engine.allCases)
    func smaller(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            for name in ["Sales", "Help"] {
                _ = try await service.createRoom(named: name, by: administrator)
            }
            try await service.changePlan(of: administrator.company, to: "foreverFree")
            #expect(try await service.rooms(for: administrator).count == 3)
            let reading = try await service.limits(for: administrator).limits[0]
            #expect(reading.used == 3 && reading.max == 1)
            await #expect(throws: Refusal.planLimitReached(plan: "Forever Free", max: 1)) {
                try await service.createRoom(named: "Fourth", by: administrator)
            }
            _ = try await house.customer(
                asksIn: try await house.general(for: administrator))
            // As many agents as before: the plan says nothing of them.
            _ = try await house.agent("Bert", by: administrator)
            let agents = try await service.limits(for: administrator).limits[1]
            #expect(agents.limit == .agents && agents.max == nil && agents.used == 2)
        }
    }

    @Test("a brand that the plan lacks by now holds up nothing else", arguments: Engine.allCases)
    func lostBrand(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            let room = try await house.general(for: administrator)
            let brand: (name: String, value: SettingValue) = ("contactForm.brand", .text("Acme"))
            let header: (name: String, value: SettingValue) = ("contactForm.header", .text("Hi"))
            try await house.publish([brand, header], in: room, by: administrator)
            let later: (name: String, value: SettingValue) = ("contactForm.header", .text("Bye"))
            let none: (name: String, value: SettingValue) = ("contactForm.brand", .text(""))
            try await house.publish([none, later], in: room, by: administrator)
            try await service.changePlan(of: administrator.company, to: "foreverFree")
            _ = try await service.restoreVersion(2, of: room.id, live: 3, by: administrator)
            let back = try await service.settings(of: room.id, for: administrator)
            #expect(back.version == 4)
            #expect(back.settings.contactForm.header == "Hi")
            #expect(back.settings.contactForm.brand.isEmpty)
        }
    }

    @Test(
        "a brand is published with the plan's feature only, and shown while there is one",
        arguments: Engine.allCases)
    func brand(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            let general = try await house.general(for: administrator)
            let brand: (name: String, value: SettingValue) = ("contactForm.brand", .text("Acme"))
            try await service.changePlan(of: administrator.company, to: "foreverFree")
            let refusal = Refusal.planLacksFeature(
                field: "contactForm.brand", plan: "Forever Free")
            await #expect(throws: refusal) {
                try await house.publish([brand], in: general, by: administrator)
            }
            let tried = try await service.tryOutSettings([brand], of: general.id, by: administrator)
            #expect(tried.findings.contains { $0.rule == .brandNeedsPlan })
            let branded = try Self.branded()
            try await service.changePlan(of: administrator.company, to: "growingBusiness")
            let growing = Refusal.planLacksFeature(
                field: "contactForm.brand", plan: "Growing Business")
            await #expect(throws: growing) {
                try await service.createRoom(named: "In", .file(branded), by: administrator)
            }

            try await service.changePlan(of: administrator.company, to: "professional")
            try await house.publish([brand], in: general, by: administrator)
            #expect(try await service.entrance(roomToken: general.token).brand == "Acme")
            let fine = try await service.settings(of: general.id, for: administrator)
            #expect(!fine.findings.contains { $0.rule == .brandNeedsPlan })

            try await service.changePlan(of: administrator.company, to: "foreverFree")
            #expect(try await service.entrance(roomToken: general.token).brand == "")
            let lost = try await service.settings(of: general.id, for: administrator)
            #expect(lost.findings.contains { $0.rule == .brandNeedsPlan })
            // What has nothing to do with it can still be published.
            try await house.publish(
                [("phones.agentRole", .text("Doctor"))], in: general, by: administrator)
            await #expect(throws: refusal) {
                try await house.publish(
                    [("contactForm.brand", .text("Other"))], in: general, by: administrator)
            }
        }
    }

    @Test(
        "plans that are none, and companies that are none, are refused", arguments: Engine.allCases)
    func unknown(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let keys = Plans().all.map(\.key)
            await #expect(throws: Refusal.fieldNotOneOf(field: "plan", values: keys)) {
                try await house.service.changePlan(of: administrator.company, to: "gold")
            }
            let nobody: ID<Company> = ID(known: "nobody")
            await #expect(throws: Refusal.notFound) {
                try await house.service.changePlan(of: nobody, to: "foreverFree")
            }
            let bert = try await house.agent("Bert", by: administrator)
            await #expect(throws: Refusal.administratorsOnly) {
                try await house.service.limits(for: bert)
            }
            #expect(try await house.service.companies().map(\.planKey) == ["selfHosted"])
        }
    }
}
