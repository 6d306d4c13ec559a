import HTTPTypes
import Hummingbird

/// Headers that every answer carries. Addresses of rooms are not told to other sites.
struct SecurityHeaders: RouterMiddleware {
    /// Whether browsers are told to come by TLS only from now on (RFC 6797): where Foyer speaks it
    /// itself. A proxy says so for itself.
    let demandsTLS: Bool

    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        if demandsTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}

/// Answers that any page may read: nothing ambient is trusted there, no cookie is looked at.
struct AnyOrigin: RouterMiddleware {
    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            // A page must be able to read why it was refused.
            response = try ErrorsAsJSON.answer(to: error, request, context)
        }
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }

    /// What a browser asks before it lets another site's page write.
    @Sendable static func preflight(_ request: Request, context: FoyerContext) -> Response {
        Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: "GET, POST",
                .accessControlAllowHeaders: "Content-Type",
                .accessControlMaxAge: "86400",
            ])
    }
}
