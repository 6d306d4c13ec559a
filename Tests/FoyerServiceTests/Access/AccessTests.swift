import Foundation
import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Nobody gets at what is not theirs")
struct AccessTests {
    @Test("every command and query is a door of this matrix")
    func complete() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/FoyerService").standardizedFileURL
        var names: Set<String> = []
        for folder in ["Commands", "Queries"] {
            let files = try FileManager.default.contentsOfDirectory(
                at: sources.appending(path: folder), includingPropertiesForKeys: nil)
            for file in files {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: /\n    package func ([A-Za-z]+)/) {
                    names.insert(String(match.1))
                }
            }
        }
        // Not of the service: a method of the statistics value.
        names.remove("count")
        let doors = Set((Door.toChat + Door.toRoom + Door.toAgent).map(\.name))
        #expect(
            names.subtracting(doors).subtracting(Door.withoutStranger) == [
                "askAllAgents", "cancelChat", "customerChat",
            ])
        #expect(
            doors.union(Door.withoutStranger).union(Door.ofCustomers).subtracting(names).isEmpty)
    }

    @Test(
        "strangers are told that nothing is there, and change nothing", arguments: Engine.allCases)
    func strangers(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await AccessScene(house, administrator)
            _ = try await house.service.leaveLetter(
                try await house.form(in: scene.room), roomToken: scene.room.token)
            let before = try await scene.rows()
            for who in AccessScene.Who.allCases where who.isStranger {
                for door in Door.toChat + Door.toRoom + Door.toAgent {
                    let agent = try scene.agent(who)
                    let expected: Refusal =
                        door.needsAdministrator && !agent.isAdministrator
                        ? .administratorsOnly : .notFound
                    await #expect(throws: expected, "\(who) at \(door)") {
                        try await door.pass(scene, agent)
                    }
                }
            }
            #expect(try await scene.rows() == before)
        }
    }

    @Test(
        "agents of the room see its chats, but only the serving one may act",
        arguments: Engine.allCases)
    func roomMates(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await AccessScene(house, administrator)
            let mate = try scene.agent(.roomMate)
            let before = try await scene.rows()
            let readable: Set = ["markEntries", "transcript", "record", "explanations", "chats"]
            for door in Door.toChat {
                let refusal: Refusal? =
                    switch door.name {
                    case "answerOffer", "rejectOffer": .offerTaken
                    case _ where readable.contains(door.name): nil
                    default: .notFound
                    }
                let result = try await outcome { try await door.pass(scene, mate) }
                #expect(result.refusal == refusal, "\(door)")
            }
            for door in Door.toRoom + Door.toAgent where door.needsAdministrator {
                await #expect(throws: Refusal.administratorsOnly, "\(door)") {
                    try await door.pass(scene, mate)
                }
            }
            // A mark of somebody who does not serve the chat is no mark.
            #expect(try await scene.rows() == before)
        }
    }

    @Test("whose it is passes", arguments: Engine.allCases)
    func own(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await AccessScene(house, administrator)
            _ = try await house.service.leaveLetter(
                try await house.form(in: scene.room), roomToken: scene.room.token)
            let bert = try scene.agent(.servingAgent)
            for door in Door.toChat where door.name != "putChatAway" && door.name != "endChat" {
                let result = try await outcome { try await door.pass(scene, bert) }
                #expect(
                    result.refusal == (door.name == "rejectOffer" ? .offerTaken : nil), "\(door)")
            }
            for door in Door.toRoom where !door.needsAdministrator {
                try await door.pass(scene, bert)
            }
            for door in Door.toRoom + Door.toAgent where door.needsAdministrator {
                let result = try await outcome { try await door.pass(scene, administrator) }
                #expect(
                    result.refusal == (door.name == "deleteRoom" ? .roomInUse : nil), "\(door)")
            }
        }
    }

    @Test("another customer finds nothing, and changes nothing", arguments: Engine.allCases)
    func otherCustomer(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await AccessScene(house, administrator)
            let before = try await scene.rows()
            for id in [scene.otherCustomer.id, ID(known: "none"), ID(known: scene.chat.rawValue)] {
                for (name, pass) in Self.customersDoors {
                    await #expect(throws: Refusal.notFound, "\(name)") { try await pass(scene, id) }
                }
            }
            // A customer's token of one company opens nothing in another, and a token is no id.
            for token in [scene.customer.id.rawValue, "", scene.room.token] {
                await #expect(throws: Refusal.notFound) {
                    try await house.service.connectCustomer(
                        roomToken: scene.room.token, token: token)
                }
            }
            #expect(try await scene.rows() == before)
            #expect(Set(Self.customersDoors.map(\.0)) == Door.ofCustomers)
        }
    }

    @Test("an ended chat can be read but not acted on", arguments: Engine.allCases)
    func ended(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await AccessScene(house, administrator)
            let bert = try scene.agent(.servingAgent)
            try await house.service.endChat(scene.chat, by: .agent(bert))
            let before = try await scene.rows()
            for door in Door.toChat {
                let refusal: Refusal? =
                    switch door.name {
                    case "answerOffer", "rejectOffer": .offerGone
                    case "endChat", "sendMessage": .chatEnded
                    default: nil
                    }
                guard door.name != "putChatAway", door.name != "markEntries" else { continue }
                let result = try await outcome { try await door.pass(scene, bert) }
                #expect(result.refusal == refusal, "\(door)")
            }
            for (name, pass) in Self.customersDoors where name != "markEntries" {
                let refusal: Refusal? =
                    ["transcript", "customerChat"].contains(name) ? nil : .chatEnded
                let result = try await outcome { try await pass(scene, scene.customer.id) }
                #expect(result.refusal == refusal, "\(name)")
            }
            #expect(try await scene.rows() == before)
        }
    }

    @Test("the matrix looks at every table there is")
    func everyTable() async throws {
        try await Engine.sqliteMemory.withService { house, _ in
            let names: [String] = try await house.database.read { transaction in
                try transaction.run(
                    """
                    SELECT name FROM sqlite_master
                    WHERE type = 'table' AND name <> 'schema_migration' AND name NOT LIKE 'sqlite_%'
                    ORDER BY name
                    """
                ).map { try $0.get("name") }
            }
            #expect(
                AccessScene.tables.map { $0.text.split(separator: " ")[3] } == names.map { $0[...] }
            )
        }
    }

    private static let customersDoors:
        [(String, @Sendable (AccessScene, ID<Customer>) async throws -> Void)] = [
            ("askAllAgents", { try await $0.service.askAllAgents($0.chat, by: $1) }),
            ("cancelChat", { try await $0.service.cancelChat($0.chat, by: $1) }),
            ("endChat", { try await $0.service.endChat($0.chat, by: .customer($1)) }),
            ("sendMessage", { try await $0.house.send("Psst", in: $0.chat, as: .customer($1)) }),
            (
                "markEntries",
                {
                    try await $0.service.markEntries(
                        of: $0.chat, delivered: 1, read: 1, as: .customer($1))
                }
            ),
            (
                "transcript",
                { _ = try await $0.service.transcript(of: $0.chat, after: nil, for: .customer($1)) }
            ),
            ("customerChat", { _ = try await $0.service.customerChat($0.chat, for: $1) }),
        ]
}
