import FoyerCore
import FoyerService
import FoyerTestSupport

/// A command or query that takes an asker and something asked for.
struct Door: Sendable, CustomStringConvertible {
    /// The method's name, as the sources have it.
    let name: String
    /// Who in the company may pass without being an administrator.
    let needsAdministrator: Bool
    let pass: @Sendable (AccessScene, LoggedOn) async throws -> Void

    var description: String { name }

    init(
        _ name: String, needsAdministrator: Bool = false,
        _ pass: @escaping @Sendable (AccessScene, LoggedOn) async throws -> Void
    ) {
        self.name = name
        self.needsAdministrator = needsAdministrator
        self.pass = pass
    }

    /// A door of administrators.
    static func administration(
        _ name: String, _ pass: @escaping @Sendable (AccessScene, LoggedOn) async throws -> Void
    ) -> Door { Door(name, needsAdministrator: true, pass) }

    /// Doors to one chat for an agent. What answers "nothing" to a stranger throws here, so that
    /// all are told alike.
    static let toChat: [Door] = [
        Door("answerOffer") { scene, agent in
            try await scene.service.answerOffer(1, of: scene.chat, by: agent)
        },
        Door("rejectOffer") { scene, agent in
            try await scene.service.rejectOffer(1, of: scene.chat, by: agent)
        },
        Door("endChat") { scene, agent in
            try await scene.service.endChat(scene.chat, by: .agent(agent))
        },
        Door("putChatAway") { scene, agent in
            try await scene.service.putChatAway(scene.chat, by: agent)
        },
        Door("sendMessage") { scene, agent in
            try await scene.house.send("Psst", in: scene.chat, as: .agent(agent))
        },
        Door("markEntries") { scene, agent in
            try await scene.service.markEntries(
                of: scene.chat, delivered: 2, read: 2, as: .agent(agent))
        },
        Door("transcript") { scene, agent in
            _ = try await scene.service.transcript(of: scene.chat, after: nil, for: .agent(agent))
        },
        Door("record") { scene, agent in
            _ = try await scene.service.record(of: scene.chat, for: .agent(agent))
        },
        Door("explanations") { scene, agent in
            _ = try await scene.service.explanations(of: scene.chat, for: agent)
        },
        Door("agentChat") { scene, agent in
            guard try await scene.service.agentChat(scene.chat, for: agent) != nil else {
                throw Refusal.notFound
            }
        },
        Door("chats") { scene, agent in
            let chats = try await scene.service.chats(of: scene.customer.id, for: agent)
            guard chats.contains(where: { $0.chat.id == scene.chat }) else {
                throw Refusal.notFound
            }
        },
    ]

    static let toRoom: [Door] = [
        Door("room") { scene, agent in _ = try await scene.service.room(scene.room.id, for: agent)
        },
        Door("settings") { scene, agent in
            _ = try await scene.service.settings(of: scene.room.id, for: agent)
        },
        Door("makePrivateLink") { scene, agent in
            _ = try await scene.service.makePrivateLink(
                for: agent.agent, in: scene.room.id, by: agent)
        },
        Door("privateLinks") { scene, agent in
            _ = try await scene.service.privateLinks(of: scene.room.id, for: agent)
        },
        Door("removePrivateLink") { scene, agent in
            try await scene.service.removePrivateLink(
                of: agent.agent, in: scene.room.id, by: agent)
        },
        Door("rooms") { scene, agent in
            let rooms = try await scene.service.rooms(for: agent)
            guard rooms.contains(where: { $0.room.id == scene.room.id }) else {
                throw Refusal.notFound
            }
        },
        Door("roomPage") { scene, agent in
            let asked = RoomPageAsked(search: scene.room.name, countMax: 200)
            let page = try await scene.service.roomPage(asked, for: agent)
            guard page.rooms.contains(where: { $0.room.id == scene.room.id }) else {
                throw Refusal.notFound
            }
        },
        Door("desk") { scene, agent in
            let cards = try await scene.service.desk(of: agent).waiting
            guard cards.contains(where: { $0.room == scene.room.id }) else {
                throw Refusal.notFound
            }
        },
        Door("me") { scene, agent in
            let rooms = try await scene.service.me(agent).rooms
            guard rooms.contains(where: { $0.id == scene.room.id }) else { throw Refusal.notFound }
        },
        Door("letters") { scene, agent in
            let letters = try await scene.service.letters(for: agent).letters
            guard letters.contains(where: { $0.room == scene.room.name }) else {
                throw Refusal.notFound
            }
        },
        Door("letterCount") { scene, agent in
            guard try await scene.service.letterCount(for: agent) > 0 else {
                throw Refusal.notFound
            }
        },
        .administration("publishSettings") { scene, agent in
            _ = try await scene.service.publishSettings(
                [("phones.hidePreview", .flag(true))], of: scene.room.id, by: agent)
        },
        .administration("tryOutSettings") { scene, agent in
            _ = try await scene.service.tryOutSettings(
                [("phones.hidePreview", .flag(true))], of: scene.room.id, by: agent)
        },
        .administration("draft") { scene, agent in
            _ = try await scene.service.draft(of: scene.room.id, for: agent)
        },
        .administration("roomToExport") { scene, agent in
            _ = try await scene.service.roomToExport(scene.room.id, for: agent)
        },
        .administration("versions") { scene, agent in
            _ = try await scene.service.versions(of: scene.room.id, before: nil, for: agent)
        },
        .administration("editDraft") { scene, agent in
            _ = try await scene.service.editDraft(
                [("phones.hidePreview", .flag(true))], at: try await scene.seenDraft().revision,
                of: scene.room.id, by: agent)
        },
        .administration("discardDraft") { scene, agent in
            _ = try await scene.service.discardDraft(
                of: scene.room.id, at: try await scene.seenDraft().revision, by: agent)
        },
        .administration("publishDraft") { scene, agent in
            _ = try await scene.service.publishDraft(
                try await scene.seenDraft(), of: scene.room.id, by: agent)
        },
        .administration("scheduleDraft") { scene, agent in
            let seen = try await scene.seenDraft()
            let draft = try await scene.service.editDraft(
                [("phones.maxChats", .wholeNumber(7))], at: seen.revision, of: scene.room.id,
                by: agent)
            _ = try await scene.service.scheduleDraft(
                SeenDraft(revision: draft.revision, version: seen.version), of: scene.room.id,
                publishAt: scene.house.clock.now.adding(seconds: 60), by: agent)
        },
        .administration("cancelSchedule") { scene, agent in
            do {
                _ = try await scene.service.cancelSchedule(of: scene.room.id, by: agent)
            } catch Refusal.notFound where agent.isAdministrator {
                // Nothing is scheduled; whether the room may be touched is told by its draft.
                _ = try await scene.service.draft(of: scene.room.id, for: agent)
            }
        },
        .administration("restoreVersion") { scene, agent in
            _ = try await scene.service.restoreVersion(
                1, of: scene.room.id, live: try await scene.seenDraft().version, by: agent)
        },
        .administration("createRoom") { scene, agent in
            _ = try await scene.service.createRoom(
                named: "Copy", .room(scene.room.id), by: agent)
        },
        .administration("editRoom") { scene, agent in
            _ = try await scene.service.editRoom(
                scene.room.id, name: "Mine", agents: [], by: agent)
        },
        .administration("replaceRoomToken") { scene, agent in
            _ = try await scene.service.replaceRoomToken(scene.room.id, by: agent)
        },
        .administration("deleteRoom") { scene, agent in
            try await scene.service.deleteRoom(scene.room.id, by: agent)
        },
    ]

    static let toAgent: [Door] = [
        .administration("agent") { scene, agent in
            let bert = try scene.agent(.servingAgent)
            _ = try await scene.service.agent(bert.agent, for: agent)
        },
        .administration("agents") { scene, agent in
            let bert = try scene.agent(.servingAgent)
            let agents = try await scene.service.agents(for: agent)
            guard agents.contains(where: { $0.agent.id == bert.agent }) else {
                throw Refusal.notFound
            }
        },
        .administration("editAgent") { scene, agent in
            var draft = AgentDraft()
            draft.name = "Mine"
            _ = try await scene.service.editAgent(
                try scene.agent(.servingAgent).agent, draft, by: agent)
        },
        .administration("makePasswordLink") { scene, agent in
            _ = try await scene.service.makePasswordLink(
                for: try scene.agent(.servingAgent).agent, by: agent)
        },
        .administration("removePassword") { scene, agent in
            try await scene.service.removePassword(
                of: try scene.agent(.servingAgent).agent, by: agent)
        },
        .administration("createAgent") { scene, agent in
            var draft = AgentDraft()
            draft.name = "Mole"
            draft.email = "mole@example.com"
            draft.rooms = [scene.room.id]
            _ = try await scene.service.createAgent(draft, by: agent)
        },
    ]

    /// Methods without a stranger: they take a secret instead of an asker, act on the asker alone,
    /// or belong to the server itself. `agentNames` is open to the whole company; those of the
    /// last lines take a room's public link, a customer's token or a one-time link.
    static let withoutStranger: Set<String> = [
        "makeSetUpToken", "setUp", "logOn", "authenticate", "setPassword", "logOff",
        "connectAgent", "disconnectAgent", "disconnectCustomer", "connectCustomer",
        "choose", "editProfile", "agentNames",
        "restart", "passTime", "probe", "renewLease", "leaveNodes", "sweepNodes",
        "stands", "revisions", "fingerprints", "ended", "formStands",
        "makeChallenge", "askForAgent", "leaveLetter", "entrance", "liveVersion", "statistics",
        "oneTimeLink",
        "pastChats", "pastChat",
        "image", "keepImage", "plainForm", "leavePlainLetter",
        "roomToken", "companies", "changePlan", "limits",
    ]

    /// Doors for customers, tried below.
    static let ofCustomers: Set<String> = [
        "askAllAgents", "cancelChat", "endChat", "sendMessage", "markEntries", "transcript",
        "customerChat",
    ]
}
