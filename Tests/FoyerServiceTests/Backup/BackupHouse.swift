import FoyerCore
import FoyerService
import FoyerTestSupport
import Foundation
import Storage

extension ServiceFixture {
    @discardableResult
    func makeBackup(at path: String) async throws -> BackupSummary {
        try await service.makeBackup(at: path, migrations: Migrator.ofThisCheckout().migrations)
    }

    /// Looks at the file first, as every restore does.
    @discardableResult
    func restoreBackup(at path: String, alone: Bool = true) async throws -> BackupSummary {
        let migrations = try Migrator.ofThisCheckout().migrations
        let summary = try BackupFile.prepare(path, migrations: migrations)
        try await service.restoreBackup(at: path, migrations: migrations, alone: alone)
        return summary
    }

    /// What the database holds, table by table.
    func digests() async throws -> [BackupSummary.Line] {
        try await withFolder { folder in try await makeBackup(at: "\(folder)/now").tables }
    }

    /// A waiting and a served chat, a letter, marks, an ended chat: something in most tables.
    func fill(_ administrator: LoggedOn) async throws {
        let room = try await general(for: administrator)
        let bert = try await readyAgent("Bert", by: administrator)
        let served = try await customer(asksIn: room, servedBy: bert)
        for number in 1...250 {
            try await send("number \(number)", in: served.chat, as: served.asker)
        }
        try await service.markEntries(of: served.chat, delivered: 9, read: 9, as: .agent(bert))
        let ended = try await customer(asksIn: room)
        try await service.cancelChat(ended.chat, by: ended.id)
        _ = try await customer(asksIn: room, question: "Ünïcode 你好 '; DROP TABLE chat; --")
        _ = try await service.leaveLetter(try await form(in: room), roomToken: room.token)
    }
}

/// Takes the digest from the end of the file, to spoil what is before it.
func unseal(_ path: String) throws {
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? handle.close() }  // nothing is written through it any more
    let byteCount = try handle.seekToEnd()
    try handle.truncate(atOffset: byteCount - 84)
}

/// Every pair of engines: a backup of the first is restored on the second.
struct EnginePair: CustomStringConvertible, Sendable {
    let from, to: Engine
    var description: String { "\(from) → \(to)" }

    static var all: [EnginePair] {
        Engine.allCases.flatMap { from in Engine.allCases.map { EnginePair(from: from, to: $0) } }
    }
}
