import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The log-on cookie of the console.
enum LogOnCookie {
    static let name = "foyer_log_on"

    static func token(in headers: HTTPFields) -> String? {
        for cookie in headers[values: .cookie].joined(separator: ";").split(separator: ";") {
            let pair = cookie.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            if pair.count == 2, pair[0] == name { return pair[1] }
        }
        return nil
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

/// Whether a request comes from the console's own pages.
struct OwnOrigin: Sendable {
    /// The public URL's scheme, host and port.
    let origin: String

    /// The origin that browsers send is the public URL's, or names the very host that was asked.
    func allows(_ headers: HTTPFields, authority: String?) -> Bool {
        guard let claimed = headers[.origin] else { return false }
        if claimed == origin { return true }
        guard let authority else { return false }
        let scheme = origin.hasPrefix("https://") ? "https" : "http"
        return claimed == "\(scheme)://\(authority)"
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
        let site = request.headers[.secFetchSite]
        guard site == nil || site == "same-origin" || site == "none" else {
            throw APIError.foreignOrigin
        }
        guard isRead || own.allows(request.headers, authority: request.head.authority) else {
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
            let parts = header.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw Refusal.notLoggedOn
            }
            context.agent = try await service.authenticate(token: String(parts[1]))
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
