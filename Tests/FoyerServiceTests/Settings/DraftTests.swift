import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Drafts, publication, schedule and history of a room's settings (ROOM-5)")
struct DraftTests {
    /// GENERAL of a company, and the two steps that every story has.
    struct Scene {
        let house: ServiceFixture
        let administrator: LoggedOn
        let room: RoomRow

        init(_ house: ServiceFixture, _ administrator: LoggedOn) async throws {
            self.house = house
            self.administrator = administrator
            room = try await house.general(for: administrator)
        }

        var service: Service { house.service }

        func draft() async throws -> RoomDraft {
            try await service.draft(of: room.id, for: administrator)
        }

        func edit(_ changes: [(name: String, value: SettingValue)], by other: LoggedOn? = nil)
            async throws -> RoomDraft
        {
            try await service.editDraft(
                changes, at: try await draft().revision, of: room.id, by: other ?? administrator)
        }

        func publish(_ draft: RoomDraft) async throws -> RoomDraft {
            try await service.publishDraft(draft.seen, of: room.id, by: administrator)
        }

        func schedule(_ draft: RoomDraft, inSeconds seconds: Int) async throws -> RoomDraft {
            try await service.scheduleDraft(
                draft.seen, of: room.id, publishAt: house.clock.now.adding(seconds: seconds),
                by: administrator)
        }

        func header() async throws -> String {
            try await service.entrance(roomToken: room.token).settings.contactForm.header
        }
    }

    private func tell(
        _ engine: Engine, _ story: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        try await engine.withService { house, administrator in
            try await story(Scene(house, administrator))
        }
    }

    @Test("what is drafted is no customer's, until it is published", arguments: Engine.allCases)
    func publish(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            #expect(try await scene.draft().revision == 0)
            let draft = try await scene.edit([("contactForm.header", .text("Ahoy"))])
            let ahoy = SettingChange(
                name: "contactForm.header", before: .text(""), after: .text("Ahoy"))
            #expect(draft.revision == 1 && draft.changes == [ahoy])
            #expect(draft.editedBy?.id == scene.administrator.agent)
            #expect(draft.preview.settings.contactForm.header == "Ahoy")
            #expect(try await scene.header() == "")

            let published = try await scene.publish(draft)
            #expect(published.live.version == 2 && published.live.how == .edited)
            #expect(published.live.by?.name == scene.administrator.name)
            #expect(published.changes.isEmpty && published.editedBy == nil)
            #expect(try await scene.header() == "Ahoy")
        }
    }

    @Test(
        "what is as it is live is no change; a draft is thrown away whole",
        arguments: Engine.allCases)
    func takesBack(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            _ = try await scene.edit([
                ("contactForm.header", .text("Ahoy")), ("phones.maxChats", .wholeNumber(5)),
            ])
            let less = try await scene.edit([("contactForm.header", .text(""))])
            #expect(less.changes.map(\.name) == ["phones.maxChats"])
            let none = try await scene.service.discardDraft(
                of: scene.room.id, at: less.revision, by: scene.administrator)
            #expect(none.changes.isEmpty && none.revision == less.revision + 1)
            #expect(try await scene.publish(none).live.version == 1)
        }
    }

    @Test("who edits what somebody else has edited is told, and nothing is lost")
    func twoAdministrators() async throws {
        try await tell(.sqliteMemory) { scene in
            let first = try await scene.edit([("contactForm.header", .text("Ahoy"))])
            await #expect(throws: Refusal.draftChanged) {
                try await scene.service.editDraft(
                    [("contactForm.subHeader", .text("Ho"))], at: 0, of: scene.room.id,
                    by: scene.administrator)
            }
            #expect(try await scene.draft().changes == first.changes)
            let both = try await scene.edit([("contactForm.subHeader", .text("Ho"))])
            #expect(both.changes.count == 2)
            await #expect(throws: Refusal.draftChanged) { try await scene.publish(first) }
            #expect(try await scene.draft().changes == both.changes)
        }
    }

    @Test("of two edits at once one is told", arguments: Engine.allCases)
    func race(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            let outcomes = await withTaskGroup(of: Refusal?.self) { group in
                for number in 1...8 {
                    group.addTask {
                        do {
                            _ = try await scene.service.editDraft(
                                [("phones.maxChats", .wholeNumber(number + 3))], at: 0,
                                of: scene.room.id, by: scene.administrator)
                            return nil
                        } catch {
                            return error as? Refusal
                        }
                    }
                }
                return await group.reduce(into: [Refusal?]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.count { $0 == .draftChanged } == 7)
            let draft = try await scene.draft()
            #expect(draft.revision == 1)
        }
    }

    @Test("a value that no setting can hold changes nothing", arguments: Engine.allCases)
    func refuses(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            _ = try await scene.edit([("contactForm.header", .text("Ahoy"))])
            await #expect(
                throws: Refusal.fieldOutOfRange(field: "phones.maxChats", min: 1, max: 20)
            ) {
                try await scene.edit([
                    ("contactForm.header", .text("No")), ("phones.maxChats", .wholeNumber(0)),
                ])
            }
            #expect(try await scene.draft().settings.contactForm.header == "Ahoy")
        }
    }

    @Test("an older version is made live again as a new one", arguments: Engine.allCases)
    func rollBack(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            for words in ["One", "Two"] {
                _ = try await scene.publish(
                    try await scene.edit([("contactForm.header", .text(words))]))
            }
            let kept = try await scene.edit([("phones.maxChats", .wholeNumber(4))])
            await #expect(throws: Refusal.draftChanged) {
                try await scene.service.restoreVersion(
                    2, of: scene.room.id, live: 2, by: scene.administrator)
            }
            for unknown in [0, 4, -1] {
                await #expect(throws: Refusal.notFound) {
                    try await scene.service.restoreVersion(
                        unknown, of: scene.room.id, live: 3, by: scene.administrator)
                }
            }
            let back = try await scene.service.restoreVersion(
                2, of: scene.room.id, live: 3, by: scene.administrator)
            #expect(back.live.version == 4 && back.live.how == .rolledBack && back.live.from == 2)
            #expect(back.changes == kept.changes)
            #expect(try await scene.header() == "One")

            let page = try await scene.service.versions(
                of: scene.room.id, before: nil, for: scene.administrator)
            #expect(page.versions.map(\.version.version) == [4, 3, 2, 1] && !page.more)
            #expect(page.versions.map(\.version.how) == [.rolledBack, .edited, .edited, .made])
            #expect(page.versions[1].changes.map(\.after) == [.text("Two")])
            #expect(page.versions[3].changes.isEmpty)
        }
    }

    @Test("a chat keeps the version under which it began", arguments: Engine.allCases)
    func chatsKeepTheirVersion(_ engine: Engine) async throws {
        try await tell(engine) { scene in
            let customer = try await scene.house.customer(asksIn: scene.room)
            _ = try await scene.publish(
                try await scene.edit([("phones.textButton.customer", .flag(false))]))
            try await scene.house.send("Still", in: customer.chat, as: .customer(customer.id))
        }
    }
}

extension RoomDraft {
    var seen: SeenDraft { SeenDraft(revision: revision, version: live.version) }
}
