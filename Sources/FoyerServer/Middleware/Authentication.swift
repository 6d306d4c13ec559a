import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The log-on cookie of the console.
enum LogOnCookie {
    static let name = "foyer_log_on"

    static func token(in headers: HTTPFields) -> String? {
        CookieHeader.value(of: name, in: headers[values: .cookie])
    }

    static func header(_ token: String, isSecure: Bool) -> String {
        let age = Limit.logOnDaysMax * 86_400
        return "\(name)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(age)"
            + (isSecure ? "; Secure" : "")
    }

    static func expired(isSecure: Bool) -> String {
        "\(name)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" + (isSecure ? "; Secure" : "")
    }
}

/// The console's roof: cookies count, and only from its own pages (CSRF: writes need the Origin).
struct ConsoleDoor: RouterMiddleware {
    let service: Service
    let own: OwnOrigin

    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        let isRead = request.method == .get || request.method == .head
        guard FetchSite.isOwn(request.headers[.secFetchSite]),
            isRead || own.allows(request.headers[.origin], authority: request.head.authority)
        else {
            throw APIError.foreignOrigin
        }
        var context = context
        if let token = LogOnCookie.token(in: request.headers) {
            context.agent = try await service.agent(holding: token)
        }
        return try await next(request, context)
    }
}

/// The API's roof: bearer tokens count, cookies are refused.
struct APIDoor: RouterMiddleware {
    let service: Service

    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        guard LogOnCookie.token(in: request.headers) == nil else { throw APIError.cookieRefused }
        var context = context
        if let header = request.headers[.authorization] {
            guard let token = BearerToken.token(in: header) else { throw Refusal.notLoggedOn }
            context.agent = try await service.authenticate(token: token)
        }
        return try await next(request, context)
    }
}

extension Service {
    /// Who holds `token`; `nil` when it is unknown, ended or expired.
    func agent(holding token: String) async throws -> LoggedOn? {
        do {
            return try await authenticate(token: token)
        } catch Refusal.notLoggedOn {
            return nil
        }
    }
}
