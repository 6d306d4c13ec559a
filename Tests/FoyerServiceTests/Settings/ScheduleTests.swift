import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Settings that wait for their time (ROOM-5)")
struct ScheduleTests {
    private func tell(
        _ engine: Engine, _ story: @escaping @Sendable (DraftTests.Scene) async throws -> Void
    ) async throws {
        try await engine.withService { house, administrator in
            try await story(DraftTests.Scene(house, administrator))
        }
    }

    @Test("are published at their time, over what is live by then", arguments: Engine.allCases)
    func schedule(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            let draft = try await scene.edit([("contactForm.header", .text("Later"))])
            let waits = try await scene.schedule(draft, inSeconds: 60)
            #expect(waits.changes.isEmpty && waits.scheduled?.changes == draft.changes)
            #expect(waits.scheduled?.by?.id == scene.administrator.agent)
            _ = try await scene.publish(
                try await scene.edit([("contactForm.subHeader", .text("Meanwhile"))]))

            scene.house.clock.advance(seconds: 59)
            let due = try await scene.service.passTime()
            #expect(due == waits.scheduled?.publishAt)
            #expect(try await scene.header() == "")
            scene.house.clock.advance(seconds: 1)
            #expect(try await scene.service.passTime() == nil)

            let live = try await scene.draft()
            #expect(live.live.version == 3 && live.live.how == .scheduled)
            #expect(live.live.by?.id == scene.administrator.agent && live.scheduled == nil)
            #expect(live.settings.contactForm.subHeader == "Meanwhile")
            #expect(try await scene.header() == "Later")
        }
    }

    @Test("that were due while no server ran are published at its start")
    func afterAStart() async throws {
        try await tell(.sqliteMemory) { scene in
            let draft = try await scene.edit([("contactForm.header", .text("Later"))])
            _ = try await scene.schedule(draft, inSeconds: 60)
            scene.house.clock.advance(seconds: 100_000)
            try await scene.service.restart()
            _ = try await scene.service.passTime()
            #expect(try await scene.header() == "Later")
        }
    }

    @Test("wait alone, in the future, and with something to change")
    func refuses() async throws {
        try await tell(.sqliteMemory) { scene in
            let draft = try await scene.edit([("contactForm.header", .text("Later"))])
            for seconds in [0, -1, Limit.scheduleDaysMax * 86_400 + 1] {
                await #expect(throws: Refusal.self) {
                    try await scene.schedule(draft, inSeconds: seconds)
                }
            }
            #expect(try await scene.draft().changes == draft.changes)
            _ = try await scene.schedule(draft, inSeconds: 60)
            let next = try await scene.edit([("contactForm.header", .text("Another"))])
            await #expect(throws: Refusal.alreadyScheduled) {
                try await scene.schedule(next, inSeconds: 90)
            }
            let none = try await scene.service.discardDraft(
                of: scene.room.id, at: next.revision, by: scene.administrator)
            await #expect(throws: Refusal.self) { try await scene.schedule(none, inSeconds: 90) }
        }
    }

    @Test("are taken back into the draft, under what it says itself", arguments: Engine.allCases)
    func cancel(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            let draft = try await scene.edit([
                ("contactForm.header", .text("Later")), ("contactForm.subHeader", .text("Then")),
            ])
            _ = try await scene.schedule(draft, inSeconds: 60)
            _ = try await scene.edit([("contactForm.header", .text("Mine"))])
            let back = try await scene.service.cancelSchedule(
                of: scene.room.id, by: scene.administrator)
            #expect(back.scheduled == nil)
            #expect(back.changes.map(\.after) == [.text("Mine"), .text("Then")])
            await #expect(throws: Refusal.notFound) {
                try await scene.service.cancelSchedule(
                    of: scene.room.id, by: scene.administrator)
            }
            scene.house.clock.advance(seconds: 61)
            #expect(try await scene.service.passTime() == nil)
            #expect(try await scene.header() == "")
        }
    }

    @Test("of a room that is deleted wait no more", arguments: Engine.allCases)
    func deleted(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.service.createRoom(named: "Sales", by: administrator)
            let draft = try await house.service.editDraft(
                [("contactForm.header", .text("Later"))], at: 0, of: room.id, by: administrator)
            _ = try await house.service.scheduleDraft(
                draft.seen, of: room.id, publishAt: house.clock.now.adding(seconds: 60),
                by: administrator)
            try await house.service.deleteRoom(room.id, by: administrator)
            house.clock.advance(seconds: 61)
            #expect(try await house.service.passTime() == nil)
        }
    }

    @Test(
        "a room like another has its settings and agents; a room of a file its settings",
        arguments: Engine.allCases)
    func patterns(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let sales = try await house.service.createRoom(named: "Sales", by: administrator)
            let bert = try await house.agent("Bert", in: [sales.id], by: administrator)
            try await house.publish(
                [("contactForm.header", .text("Ahoy"))], in: sales, by: administrator)
            let copy = try await house.service.createRoom(
                named: "Copy", .room(sales.id), by: administrator)
            let drafted = try await house.service.draft(of: copy.id, for: administrator)
            #expect(drafted.live.how == .duplicated && drafted.live.version == 1)
            #expect(drafted.settings.contactForm.header == "Ahoy")
            #expect(
                try await house.service.room(copy.id, for: administrator).agents
                    == [administrator.agent, bert.agent].sorted())
            #expect(copy.token != sales.token)

            let filed = try await house.service.createRoom(
                named: "Filed", .file(drafted.settings), by: administrator)
            let file = try await house.service.draft(of: filed.id, for: administrator)
            #expect(file.live.how == .imported && file.settings == drafted.settings)
        }
    }
}
