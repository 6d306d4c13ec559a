import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// Set-up, log-on, log-off, and the agent's own facts. Under the console's roof the token is a
/// cookie.
struct LogOnController: Sendable {
    let service: Service
    let configuration: ServerConfiguration
    let usesCookie: Bool

    func setUp(_ request: Request, context: FoyerContext) async throws -> Response {
        var fields = try await request.fields()
        let draft = SetUpDraft(
            link: try fields.text("link", characterCountMax: WireLimit.tokenCharactersMax),
            company: try fields.text("company", characterCountMax: Limit.nameCharactersMax),
            name: try fields.text("name", characterCountMax: Limit.nameCharactersMax),
            email: try fields.text("email", characterCountMax: Limit.emailCharactersMax),
            password: try fields.text("password", characterCountMax: Limit.passwordCharactersMax))
        try fields.finish()
        try await service.setUp(draft)
        return .json(.created) { _ in }
    }

    func logOn(_ request: Request, context: FoyerContext) async throws -> Response {
        var fields = try await request.fields()
        let email = try fields.text("email", characterCountMax: Limit.emailCharactersMax)
        let password = try fields.text("password", characterCountMax: Limit.passwordCharactersMax)
        let channel = try fields.optionalChoice("channel", of: Channel.self) ?? .browser
        try fields.finish()
        let result = try await service.logOn(email: email, password: password, channel: channel)
        let agent = result.loggedOn
        let cookie = LogOnCookie.header(result.token, isSecure: configuration.isSecure)
        return .json(headers: usesCookie ? [.setCookie: cookie] : [:]) { writer in
            writer.object("agent") {
                $0.field("id", agent.agent.rawValue)
                $0.field("name", agent.name)
                $0.field("email", agent.email)
                $0.field("administrator", agent.isAdministrator)
            }
            if !usesCookie { writer.field("token", result.token) }
            writer.field("channel", agent.channel.rawValue)
        }
    }

    func logOff(_ request: Request, context: FoyerContext) async throws -> Response {
        if let agent = context.agent { try await service.logOff(agent) }
        let expired = LogOnCookie.expired(isSecure: configuration.isSecure)
        return Response(status: .noContent, headers: usesCookie ? [.setCookie: expired] : [:])
    }

    /// What a one-time link is for, while it is good.
    func link(_ request: Request, context: FoyerContext) async throws -> Response {
        var fields = try await request.fields()
        let token = try fields.text("link", characterCountMax: WireLimit.tokenCharactersMax)
        try fields.finish()
        let link = try await service.oneTimeLink(token)
        return .json {
            switch link {
            case .setUp: $0.field("for", "setUp")
            case .password(let name, let email):
                $0.field("for", "password")
                $0.field("name", name)
                $0.field("email", email)
            }
        }
    }

    func setPassword(_ request: Request, context: FoyerContext) async throws -> Response {
        var fields = try await request.fields()
        let link = try fields.text("link", characterCountMax: WireLimit.tokenCharactersMax)
        let password = try fields.text("password", characterCountMax: Limit.passwordCharactersMax)
        try fields.finish()
        try await service.setPassword(password, link: link)
        return Response(status: .noContent)
    }

    func me(_ request: Request, context: FoyerContext) async throws -> Response {
        try await show(try context.requireAgent())
    }

    func editMe(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        var fields = try await request.fields()
        let name = try fields.optionalText("name", characterCountMax: Limit.nameCharactersMax)
        let greeting = try fields.optionalText(
            "greeting", characterCountMax: Limit.greetingCharactersMax)
        try fields.finish()
        try await service.editProfile(name: name, greeting: greeting, of: agent)
        return try await show(agent)
    }

    private func show(_ agent: LoggedOn) async throws -> Response {
        let me = try await service.me(agent)
        return .json { writer in
            writer.object("agent") {
                $0.field("id", me.agent.id.rawValue)
                $0.field("name", me.agent.name)
                $0.field("email", me.agent.email)
                $0.field("administrator", me.agent.isAdministrator)
                $0.field("greeting", me.agent.greeting)
            }
            writer.object("company") {
                $0.field("id", me.agent.company.rawValue)
                $0.field("name", me.companyName)
            }
            writer.field("channel", agent.channel.rawValue)
            writer.array("rooms") { rooms in
                for room in me.rooms {
                    rooms.object {
                        $0.field("id", room.id.rawValue)
                        $0.field("name", room.name)
                    }
                }
            }
        }
    }
}
