import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// A room's draft, its publication and its versions (ROOM-5); administrators only.
struct DraftsController: Sendable {
    let service: Service

    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        answer(try await service.draft(of: context.roomID(), for: context.requireAgent()))
    }

    func edit(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        var fields = try await request.fields()
        let revision = try fields.revision()
        guard let value = fields.value("settings") else {
            throw FieldError(field: "settings", problem: .missing)
        }
        try fields.finish()
        return answer(
            try await service.editDraft(
                RoomSettings.changes(in: value, called: "settings"), at: revision,
                of: context.roomID(), by: agent))
    }

    func importFile(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        try agent.requireAdministrator()
        var fields = try await request.fields(bytesMax: HTTPLimit.roomFileBytesMax)
        let revision = try fields.revision()
        let file = try RoomFile(try fields.object("file"))
        try fields.finish()
        try await service.keepPictures(of: file, by: agent)
        return answer(
            try await service.editDraft(
                file.settings, at: revision, of: context.roomID(), by: agent))
    }

    func discard(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        guard let revision = try request.onlyNumber("revision") else {
            throw FieldError(field: "revision", problem: .missing)
        }
        return answer(
            try await service.discardDraft(of: context.roomID(), at: revision, by: agent))
    }

    func publish(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        var fields = try await request.fields()
        let seen = try fields.seenDraft()
        try fields.finish()
        return answer(try await service.publishDraft(seen, of: context.roomID(), by: agent))
    }

    func schedule(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        var fields = try await request.fields()
        let seen = try fields.seenDraft()
        let publishAt = try fields.int("publishAt", in: 0...Int(WireLimit.wholeNumberMax))
        try fields.finish()
        return answer(
            try await service.scheduleDraft(
                seen, of: context.roomID(),
                publishAt: Instant(milliseconds: Int64(publishAt)), by: agent))
    }

    func cancelSchedule(_ request: Request, context: FoyerContext) async throws -> Response {
        answer(
            try await service.cancelSchedule(of: context.roomID(), by: context.requireAgent()))
    }

    func versions(_ request: Request, context: FoyerContext) async throws -> Response {
        let page = try await service.versions(
            of: try context.roomID(), before: try request.onlyNumber("before").map(Int.init),
            for: try context.requireAgent())
        return .json { writer in
            writer.array("versions") { list in
                for each in page.versions {
                    list.object {
                        $0.version(each.version)
                        $0.field("how", each.version.how.rawValue)
                        $0.field("from", orNull: each.version.from.map(Int64.init))
                        $0.changes(each.changes)
                    }
                }
            }
            writer.field("more", page.more)
        }
    }

    func restore(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        guard let version = Int(try context.parameters.require("version")) else {
            throw Refusal.notFound
        }
        var fields = try await request.fields()
        let live = try fields.liveVersion()
        try fields.finish()
        return answer(
            try await service.restoreVersion(
                version, of: context.roomID(), live: live, by: agent))
    }

    private func answer(_ draft: RoomDraft) -> Response {
        .json { writer in
            writer.version(draft.live)
            writer.field("revision", draft.revision)
            writer.named("editedBy", draft.editedBy)
            writer.field("editedAt", orNull: draft.editedAt?.milliseconds)
            writer.changes(draft.changes)
            writer.field("settings", draft.settings.json())
            writer.findings(draft.findings)
            writer.scheduled(draft.scheduled)
            writer.object("preview") { $0.entrance(draft.preview) }
        }
    }
}

extension Fields {
    fileprivate mutating func revision() throws(FieldError) -> Int64 {
        Int64(try int("revision", in: 0...Int(WireLimit.wholeNumberMax)))
    }

    fileprivate mutating func liveVersion() throws(FieldError) -> Int {
        try int("version", in: 1...Int(WireLimit.wholeNumberMax))
    }

    fileprivate mutating func seenDraft() throws(FieldError) -> SeenDraft {
        SeenDraft(revision: try revision(), version: try liveVersion())
    }
}

extension Request {
    /// A whole number of the address line, in which nothing else may stand; `nil` where there is
    /// none.
    fileprivate func onlyNumber(_ name: String) throws -> Int64? {
        for (other, _) in uri.queryParameters where other != name {
            throw FieldError(field: String(other), problem: .unknownField)
        }
        guard let text = uri.queryParameters[name[...]] else { return nil }
        return try AddressLine.wholeNumber(text, name)
    }
}

extension JSONWriter {
    fileprivate mutating func version(_ version: VersionRow) {
        field("version", version.version)
        field("publishedAt", version.publishedAt.milliseconds)
        named("by", version.by)
    }

    fileprivate mutating func named(_ name: StaticString, _ agent: NamedAgent?) {
        guard let agent else { return field(name, orNull: nil as String?) }
        object(name) {
            $0.field("id", agent.id.rawValue)
            $0.field("name", agent.name)
        }
    }

    fileprivate mutating func scheduled(_ scheduled: RoomDraft.Scheduled?) {
        guard let scheduled else { return field("scheduled", orNull: nil as String?) }
        object("scheduled") {
            $0.field("publishAt", scheduled.publishAt.milliseconds)
            $0.named("by", scheduled.by)
            $0.changes(scheduled.changes)
        }
    }

    fileprivate mutating func changes(_ changes: [SettingChange]) {
        array("changes") { list in
            for change in changes {
                list.object {
                    $0.field("field", change.name)
                    $0.field("before", change.before.json)
                    $0.field("after", change.after.json)
                }
            }
        }
    }

    mutating func findings(_ findings: [SettingsFinding]) {
        array("findings") { list in
            for finding in findings {
                list.object {
                    $0.field("rule", finding.rule.rawValue)
                    $0.field("field", finding.field)
                    $0.field("message", finding.rule.sentence)
                }
            }
        }
    }
}
