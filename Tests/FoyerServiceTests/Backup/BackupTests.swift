import FoyerCore
import FoyerService
import FoyerTestSupport
import Foundation
import Storage
import Testing

@Suite("Backup and restore")
struct BackupTests {
    @Test("what one engine backs up, every engine restores, to the row", arguments: EnginePair.all)
    func moving(_ pair: EnginePair) async throws {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            let made = try await pair.from.withService { house, administrator in
                try await house.fill(administrator)
                return try await house.makeBackup(at: path)
            }
            #expect(made.rowCount(of: "message") > 250)
            try await pair.to.withEmptyService { other in
                #expect(try await other.restoreBackup(at: path) == made)
                #expect(try await other.digests() == made.tables)
                // And it is a whole server: it starts, and people go on.
                try await other.service.restart()
                _ = try await other.service.logOn(
                    email: "admin@example.com", password: ServiceFixture.password,
                    channel: .browser)
            }
        }
    }

    @Test(
        "what came after the backup is gone, and what was before is there",
        arguments: Engine.allCases)
    func back(_ engine: Engine) async throws {
        try await withFolder { folder in
            try await engine.withService { house, administrator in
                try await house.fill(administrator)
                let made = try await house.makeBackup(at: "\(folder)/backup")
                let room = try await house.general(for: administrator)
                let late = try await house.customer(asksIn: room)
                try await house.send("too late", in: late.chat, as: late.asker)
                try await house.restoreBackup(at: "\(folder)/backup")
                #expect(try await house.digests() == made.tables)
                await #expect(throws: Refusal.notFound) {
                    try await house.send("still there?", in: late.chat, as: late.asker)
                }
            }
        }
    }

    @Test("a backup of one moment while everybody writes", arguments: Engine.allCases)
    func snapshot(_ engine: Engine) async throws {
        try await withFolder { folder in
            try await engine.withService { house, administrator in
                try await house.fill(administrator)
                #expect(
                    try await isTorn(.oneSnapshot, at: "\(folder)/backup", house, administrator)
                        == false)
                // The planted bug shows: else this test would prove nothing.
                let torn = BackupReading.tableByTable(pauseMilliseconds: 1)
                guard engine != .sqliteMemory else { return }  // its reads and writes take turns
                #expect(try await isTorn(torn, at: "\(folder)/torn", house, administrator))
            }
        }
    }

    /// Backs up while a customer writes, until the customer was heard a hundred times.
    private func isTorn(
        _ reading: BackupReading, at path: String, _ house: ServiceFixture,
        _ administrator: LoggedOn
    ) async throws -> Bool {
        var options = Service.Options()
        options.backupReading = reading
        let service = Service(
            database: house.database, announcer: house.announcer, options: options)
        let room = try await house.general(for: administrator)
        let customer = try await house.customer(asksIn: room)
        let migrations = try Migrator.ofThisCheckout().migrations
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                while !Task.isCancelled {
                    try await house.send("more", in: customer.chat, as: customer.asker)
                }
            }
            tasks.addTask { _ = try await service.makeBackup(at: path, migrations: migrations) }
            try await tasks.next()
            tasks.cancelAll()
            try await tasks.waitForAll()
        }
        let file = try SQLiteFile(.file(path))
        let rows = try file.run(
            """
            SELECT chat.id FROM chat LEFT JOIN message ON message.chat_id = chat.id
            GROUP BY chat.id, chat.last_seq HAVING chat.last_seq <> COUNT(message.seq)
            """)
        return try file.fault() != nil || !rows.isEmpty
    }

    @Test("a restore that fails changes nothing", arguments: [Engine.sqliteFile])
    func full(_ engine: Engine) async throws {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            _ = try await engine.withService { house, administrator in
                try await house.fill(administrator)
                return try await house.makeBackup(at: path)
            }
            var options = SQLiteOptions()
            options.pagesMax = 96
            try await engine.withService(sqlite: options) { house, _ in
                let before = try await house.digests()
                await #expect(throws: BackupProblem.self) {
                    try await house.restoreBackup(at: path)
                }
                #expect(try await house.digests() == before)
                _ = try await house.service.createRoom(
                    named: "Goes on", by: house.logOn("admin@example.com"))
            }
        }
    }

    @Test("log-ons and links that ended since stay ended", arguments: Engine.allCases)
    func secrets(_ engine: Engine) async throws {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            try await engine.withService { house, administrator in
                var draft = AgentDraft()
                (draft.name, draft.email) = ("Dan", "dan@example.com")
                let link = try await house.service.createAgent(draft, by: administrator).linkToken
                let stays = try await house.logOn("admin@example.com")
                let left = try await house.service.logOn(
                    email: "admin@example.com", password: ServiceFixture.password,
                    channel: .browser
                ).token
                let made = try await house.makeBackup(at: path)
                try await house.service.logOff(try await house.service.authenticate(token: left))
                try await house.service.setPassword("another password", link: link)
                try await house.restoreBackup(at: path)

                await #expect(throws: Refusal.notLoggedOn) {
                    try await house.service.authenticate(token: left)
                }
                await #expect(throws: Refusal.linkUsedOrExpired) {
                    try await house.service.setPassword("guessed password", link: link)
                }
                _ = try await house.service.rooms(for: stays)
                // A machine that has known nobody takes what the backup says.
                try await engine.withEmptyService { other in
                    try await other.restoreBackup(at: path)
                    #expect(try await other.digests() == made.tables)
                    _ = try await other.service.authenticate(token: left)
                }
            }
        }
    }

    @Test("nothing of what was is remembered", arguments: Engine.allCases)
    func memory(_ engine: Engine) async throws {
        try await withFolder { folder in
            try await engine.withService { house, administrator in
                let room = try await house.general(for: administrator)
                let first = try await house.service.makeChallenge(roomToken: room.token).formNumber
                _ = try await house.makeBackup(at: "\(folder)/backup")
                try await house.publish(
                    [("phones.agentRole", .text("Doctor"))], in: room, by: administrator)
                _ = try await house.customer(asksIn: room)
                try await house.restoreBackup(at: "\(folder)/backup")

                // The same version comes again with other settings.
                try await house.publish(
                    [("phones.agentRole", .text("Lawyer"))], in: room, by: administrator)
                let entrance = try await house.service.entrance(roomToken: room.token)
                #expect(entrance.settings.phones.agentRole == "Lawyer")
                let next = try await house.service.makeChallenge(roomToken: room.token).formNumber
                let fresh = try await house.another().service.makeChallenge(roomToken: room.token)
                #expect(next > first && fresh.formNumber > next)
            }
        }
    }
}
