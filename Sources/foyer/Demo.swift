import ArgumentParser
import Foundation
import FoyerAPI
import FoyerCore
import FoyerServer
import FoyerService
import Logging
import Storage

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill an empty folder with a small company, print how to log on, and exit.")

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let checked = try options.checkedOrExit()
        let logger = Logger(label: "foyer")
        do {
            try checked.refuseUsedFolder()
            let database = try await checked.openDatabase(logger: logger)
            defer { fflush(nil) }
            let made = try await DemoCompany(
                service: Service(database: database, announcer: NobodyListens())
            ).make()
            await database.close()
            print(
                String(
                    decoding: made.json(Links(publicURL: checked.server.publicURL)), as: UTF8.self))
        } catch let error as ConfigurationError {
            stop(because: error.description)
        } catch is DemoCompany.Occupied {
            stop(because: "This database holds a company already. Choose an empty one.")
        } catch let error as DatabaseError {
            stop(because: "The database cannot be used: \(error.message).")
        }
    }
}

/// While a folder is filled or emptied there are no screens.
struct NobodyListens: Announcer {
    func announce(_ hints: [Hint]) {}
}

/// Three agents, one room: enough to try everything.
struct DemoCompany {
    struct Occupied: Error {}

    struct Made {
        struct AgentLine {
            let name, email, password: String
            let isAdministrator: Bool
        }

        let agents: [AgentLine]
        let rooms: [RoomWithAgents]
    }

    let service: Service

    func make() async throws -> Made {
        // First: of a database that is in use nothing is changed.
        guard let link = try await service.makeSetUpToken() else { throw Occupied() }
        try await service.restart(as: "demo", alone: false)
        let identity = Identity()
        let ana = Made.AgentLine(
            name: "Ana Lima", email: "ana@example.com", password: identity.token(),
            isAdministrator: true)
        try await service.setUp(
            SetUpDraft(
                link: link, company: "Acme Care", name: ana.name, email: ana.email,
                password: ana.password))
        let administrator = try await service.logOn(
            email: ana.email, password: ana.password, channel: .browser
        ).loggedOn
        var agents = [ana]
        for (name, email) in [("Ben Okafor", "ben@example.com"), ("Chen Wei", "chen@example.com")] {
            var draft = AgentDraft()
            draft.name = name
            draft.email = email
            let created = try await service.createAgent(draft, by: administrator)
            let password = identity.token()
            try await service.setPassword(password, link: created.linkToken)
            agents.append(
                .init(name: name, email: email, password: password, isAdministrator: false))
        }
        let rooms = try await service.rooms(for: administrator)
        try await service.logOff(administrator)
        try await service.leaveNodes()
        return Made(agents: agents, rooms: rooms)
    }
}

extension DemoCompany.Made {
    func json(_ links: Links) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("console", links.console)
            writer.array("agents") { list in
                for agent in agents {
                    list.object {
                        $0.field("name", agent.name)
                        $0.field("email", agent.email)
                        $0.field("password", agent.password)
                        $0.field("administrator", agent.isAdministrator)
                    }
                }
            }
            writer.array("rooms") { list in
                for room in rooms {
                    list.object {
                        $0.field("name", room.room.name)
                        $0.field("token", room.room.token)
                        $0.field("contactForm", links.contactForm(room.room.token))
                        $0.field("statistics", links.statistics(room.room.token))
                        $0.field("statisticsDetails", links.statisticsDetails(room.room.token))
                    }
                }
            }
        }
        return writer.bytes
    }
}
