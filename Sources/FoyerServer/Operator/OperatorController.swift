import Foundation
import FoyerAPI
import FoyerCore
import FoyerRealtime
import FoyerService
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Storage
import Synchronization

/// Limits of what comes and goes through the operator's socket.
enum OperatorLimit {
    /// How much of a file is in memory at a time.
    static let chunkBytes = 256 * 1024
}

/// Backup and restore, for who runs the server: the whole database, all companies. Who may open the
/// socket may do this; there is no other credential.
struct OperatorController: Sendable {
    let service: FoyerService.Service
    let gate: DatabaseGate
    let hub: Hub
    let folder: String
    /// Under which name this process joins those that share the database.
    let nodeName: String
    /// Whether no other process can have the database open.
    let isAlone: Bool
    let logger: Logger
    let turn = OneAtATime()

    func router() -> Router<FoyerContext> {
        let router = Router(context: FoyerContext.self)
        router.get("backup", use: backup)
        router.put("backup", use: restore)
        router.get("companies", use: companies)
        router.put("companies/:id/plan", use: changePlan)
        return router
    }

    func companies(_ request: Request, context: FoyerContext) async throws -> Response {
        await answering {
            let found = try await service.companies()
            return .json { writer in
                writer.array("companies") { list in
                    for company in found { list.object { company.write(&$0) } }
                }
                writer.array("plans") { list in
                    for plan in service.plans.all { list.element(plan.key) }
                }
            }
        }
    }

    func changePlan(_ request: Request, context: FoyerContext) async throws -> Response {
        await answering {
            var fields = try await request.fields()
            let plan = try fields.text("plan", characterCountMax: 100)
            try fields.finish()
            let id: ID<Company> = try context.id()
            try await service.changePlan(of: id, to: plan)
            logger.notice(
                "A company has another plan", metadata: ["company": "\(id)", "plan": "\(plan)"])
            return .json { $0.field("status", "changed") }
        }
    }

    /// The database of one moment, as a file.
    func backup(_ request: Request, context: FoyerContext) async throws -> Response {
        await answering {
            let turn = try turn.take()
            let file = try TransferFile(in: folder)
            let summary = try await service.makeBackup(
                at: file.path, migrations: Migrator.foyer.migrations)
            logger.info(
                "A backup was made",
                metadata: [
                    "bytes": "\(file.byteCount)", "messages": "\(summary.rowCount(of: "message"))",
                ])
            return Response(
                status: .ok, headers: [.contentType: "application/vnd.sqlite3"],
                body: ResponseBody(contentLength: Int(file.byteCount)) { writer in
                    try await Self.send(file, to: &writer)
                    turn.end()
                })
        }
    }

    private static func send(_ file: TransferFile, to writer: inout any ResponseBodyWriter)
        async throws
    {
        let reader = try await onThread { try FileHandle(forReadingFrom: URL(filePath: file.path)) }
        while true {
            let bytes = try await onThread { try reader.read(upToCount: OperatorLimit.chunkBytes) }
            guard let bytes, !bytes.isEmpty else { break }
            try await writer.write(ByteBuffer(bytes: bytes))
        }
        try await writer.finish(nil)
    }

    /// Puts the backup that is sent into the place of everything.
    func restore(_ request: Request, context: FoyerContext) async throws -> Response {
        await answering {
            let turn = try turn.take()
            defer { turn.end() }
            try await service.refuseOtherNodes(alone: isAlone)
            let length = request.headers[.contentLength].flatMap { Int64($0) } ?? 0
            try service.refuseFullDisk(copying: length, to: folder)
            let file = try TransferFile(in: folder)
            try await receive(request.body, into: file)
            let summary = try await Self.onThread {
                try BackupFile.prepare(file.path, migrations: Migrator.foyer.migrations)
            }
            try service.refuseFullDisk(restoring: file.byteCount)
            // Who came meanwhile is seen before anybody is disturbed.
            try await service.refuseOtherNodes(alone: isAlone)
            try await replace(by: file)
            logger.notice(
                "A backup was restored",
                metadata: [
                    "madeAt": "\(summary.madeAt.milliseconds)",
                    "messages": "\(summary.rowCount(of: "message"))",
                ])
            return .json { $0.field("status", "restored") }
        }
    }

    /// Nobody is served meanwhile. Every screen comes back, finds that what it knows is not stored,
    /// and begins anew.
    private func replace(by file: TransferFile) async throws {
        try await gate.whileClosed { whole in
            hub.endSessions()
            let service = service.behindGate(whole)
            try await service.restoreBackup(
                at: file.path, migrations: Migrator.foyer.migrations, alone: isAlone)
            do {
                try await service.restart(as: nodeName, alone: isAlone, isRestored: true)
            } catch {
                logger.error("Graces could not begin anew", metadata: ["error": "\(error)"])
                throw RestoredButNotStarted()
            }
        }
    }

    private func receive(_ body: RequestBody, into file: TransferFile) async throws {
        var received: Int64 = 0
        for try await bytes in body {
            received += Int64(bytes.readableBytes)
            guard received <= Limit.restoreFileBytesMax else {
                throw BackupProblem.unreadable("it is too long")
            }
            try service.refuseFullDisk(copying: 0, to: folder)
            try await Self.onThread { try file.write(bytes.readableBytesView) }
        }
    }

    private static func onThread<Output: Sendable>(
        _ work: @escaping @Sendable () throws -> Output
    ) async throws -> Output {
        try await NIOThreadPool.singleton.runIfActive(work)
    }

    /// Every failure as a sentence: who reads it runs the server.
    private func answering(_ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let problem as BackupProblem {
            return .json(.unprocessableContent) { $0.field("message", problem.description) }
        } catch let refusal as Refusal {
            return Response(APIError(refusal))
        } catch let error as FieldError {
            return Response(APIError(error))
        } catch is OneAtATime.Taken {
            return .json(.conflict) {
                $0.field("message", "Another backup or restore is going on: wait for it.")
            }
        } catch is RestoredButNotStarted {
            return .json(.internalServerError) {
                $0.field("message", "The backup is in place: now start Foyer again.")
            }
        } catch {
            logger.error("Backup or restore failed", metadata: ["error": "\(error)"])
            let what = (error as? DatabaseError)?.message ?? "\(type(of: error))"
            return .json(.serviceUnavailable) {
                $0.field("message", "It failed, and nothing was changed: \(what).")
            }
        }
    }
}

extension CompanySummary {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("id", id.rawValue)
        writer.field("name", name)
        writer.field("plan", planKey)
        writer.field("planName", orNull: plan?.name)
        writer.field("rooms", roomCount)
        writer.field("roomsMax", orNull: plan?.roomsMax.map(Int64.init))
        writer.field("agents", agentCount)
    }
}

private struct RestoredButNotStarted: Error {}

/// Lets one in at a time, without a queue.
final class OneAtATime: Sendable {
    struct Taken: Error {}

    /// Ends when it is told so, or dropped.
    final class Turn: Sendable {
        private let owner: OneAtATime
        private let isOver = Atomic(false)

        fileprivate init(_ owner: OneAtATime) { self.owner = owner }

        deinit { end() }

        func end() {
            guard !isOver.exchange(true, ordering: .sequentiallyConsistent) else { return }
            owner.isTaken.store(false, ordering: .sequentiallyConsistent)
        }
    }

    private let isTaken = Atomic(false)

    func take() throws -> Turn {
        guard !isTaken.exchange(true, ordering: .sequentiallyConsistent) else { throw Taken() }
        return Turn(self)
    }
}
