import FoyerAPI
import FoyerCore
import FoyerRealtime
import FoyerService
import FoyerTestSupport
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import Testing

@testable import FoyerServer

@Suite("The operator's socket")
struct OperatorTests {
    /// Asks as `foyer backup` and `foyer restore` do, with a folder of its own.
    private func withOperator(
        _ configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body:
            @escaping @Sendable (ServerHouse, any TestClientProtocol, String) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            try await ServerHouse.with(configure) { house in
                let controller = house.server.operatorController(folder: folder)
                try await Application(router: controller.router()).test(.router) { client in
                    try await body(house, client, folder)
                    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
                    #expect(left == [], "a file was left behind")
                }
            }
        }
    }

    @Test("what it backs up it restores, and what came between is gone")
    func roundTrip() async throws {
        try await withOperator { house, client, _ in
            let backup = try await client.execute(uri: "/backup", method: .get) { $0.body }
            let room = try await house.fixture.service.createRoom(
                named: "Later", by: house.administrator)
            try await client.execute(uri: "/backup", method: .put, body: backup) { response in
                #expect(response.status == .ok)
            }
            let rooms = try await house.fixture.service.rooms(for: house.administrator)
            #expect(!rooms.contains { $0.room.id == room.id })
            #expect(try await house.ask(.get, "/readyz").status == .ok)
        }
    }

    @Test("what is no whole backup is refused in a sentence", arguments: [0, 1, 5_000, 100_000])
    func spoiled(_ byteCount: Int) async throws {
        try await withOperator { house, client, _ in
            let whole = try await client.execute(uri: "/backup", method: .get) { $0.body }
            let part = whole.getSlice(at: 0, length: byteCount) ?? ByteBuffer()
            try await client.execute(uri: "/backup", method: .put, body: part) { response in
                #expect(response.status == .unprocessableContent)
                let text = String(buffer: response.body)
                #expect(text.hasPrefix(#"{"message":"This "#), "\(text)")
                #expect(!text.contains("\\n"))
            }
            _ = try await house.fixture.service.rooms(for: house.administrator)
        }
    }

    @Test("a length that no file has is refused", arguments: ["-1", "9223372036854775807"])
    func tooLong(_ length: String) async throws {
        try await withOperator { _, client, _ in
            try await client.execute(
                uri: "/backup", method: .put, headers: [.contentLength: length]
            ) { response in
                #expect(response.status == .unprocessableContent)
                #expect(String(buffer: response.body).contains("it is too long"))
            }
        }
    }

    @Test("a restore that is refused because of another node disturbs nobody")
    func otherNode() async throws {
        try await withOperator { configuration in
            configuration.nodes = .init(name: "b:1", redis: nil)
        } _: { house, client, folder in
            let hub = house.server.operatorController(folder: folder).hub
            let backup = try await client.execute(uri: "/backup", method: .get) { $0.body }
            // The fixture's service is another node, and holds a lease.
            try await client.execute(uri: "/backup", method: .put, body: backup) { response in
                #expect(response.status == .unprocessableContent)
                #expect(String(buffer: response.body).contains("Another Foyer"))
            }
            #expect(hub.endings == 0)
            try await house.fixture.service.leaveNodes()
            try await client.execute(uri: "/backup", method: .put, body: backup) { response in
                #expect(response.status == .ok)
            }
            #expect(hub.endings == 1)
        }
    }

    @Test("while everything is replaced, everybody is told to come back")
    func refusals() async throws {
        try await withOperator { house, client, _ in
            let token = try await house.administratorToken()
            try await house.server.gate.whileClosed { _ in
                let ready = try await house.ask(.get, "/readyz")
                #expect(ready.status == .serviceUnavailable)
                #expect(ready.text.contains("A backup is being restored."))
                let rooms = try await house.ask(
                    .get, "/api/rooms", headers: ServerHouse.headers(token))
                #expect(rooms.status == .serviceUnavailable)
                #expect(rooms.code == "databaseUnavailable")
                #expect(rooms.headers[.retryAfter] != nil)
                let page = try await house.ask(.get, "/api/public/rooms/\(house.general.token)")
                #expect(page.status == .serviceUnavailable)
                try await client.execute(uri: "/backup", method: .get) { response in
                    #expect(response.status == .serviceUnavailable)
                }
            }
            // What was known a moment ago is told again within that moment.
            try await Task.sleep(for: HTTPLimit.readinessAgeMax)
            #expect(try await house.ask(.get, "/readyz").status == .ok)
        }
    }

    @Test("one at a time: the second is told to wait")
    func oneAtATime() async throws {
        try await withOperator { _, _, _ in
            let door = OneAtATime()
            let turn = try door.take()
            #expect(throws: OneAtATime.Taken.self) { try door.take() }
            turn.end()
            turn.end()
            _ = try door.take()
            // Dropped, so it is free again.
            _ = try door.take()
        }
    }

    @Test("what a killed server left is swept away, and nothing else")
    func sweeping() async throws {
        try await withFolder { folder in
            // Its maker takes it away; a killed one did not.
            let own = try TransferFile(in: folder).path.split(separator: "/").last ?? ""
            let others = [".foyer-transfer-1", "foyer.sqlite", "transfer-2026.pdf"]
            for name in others + [String(own)] {
                #expect(
                    FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil))
            }
            TransferFile.sweep(folder)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.sorted() == others)
        }
    }

    @Test("in a folder of several, whoever comes to an empty place removes what a killed one left")
    func shared() async throws {
        try await withFolder { parent in
            func left() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "\(parent)/foyer-\(geteuid())")
                    .count { $0 != "lock" }
            }
            do {
                let first = try TransferFolder(in: parent)
                let file = try TransferFile(in: first.path)
                let second = try TransferFolder(in: parent)
                #expect(try left() == 1, "somebody is at it")
                // As a kill leaves it.
                try FileManager.default.copyItem(
                    atPath: file.path,
                    toPath: "\(second.path)/.foyer-transfer-\(UUID().uuidString.lowercased())")
            }
            #expect(try left() == 1)
            _ = try TransferFolder(in: parent)
            #expect(try left() == 0)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: "\(parent)/foyer-\(geteuid())")
            #expect(throws: BackupProblem.self, "others may look") {
                try TransferFolder(in: parent)
            }
        }
    }

    @Test("a folder whose path is too long for a socket's address is reached all the same")
    func longPath() async throws {
        try await withFolder { folder in
            let long = "\(folder)/" + String(repeating: "deep/", count: 30)
            try FileManager.default.createDirectory(
                atPath: long, withIntermediateDirectories: true)
            let place = OperatorPlace(socket: "\(long)operator.sock", folder: long)
            #expect(place.address.utf8.count < 100)
            #expect(!place.isListened)
        }
    }
}
