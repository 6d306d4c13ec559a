import HTTPTypes
import Hummingbird

/// Headers that every answer carries. Addresses of rooms are not told to other sites.
struct SecurityHeaders: RouterMiddleware {
    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
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
        if request.method == .options {
            response = Response(
                status: .noContent,
                headers: [
                    .accessControlAllowMethods: "GET, POST",
                    .accessControlAllowHeaders: "Content-Type",
                    .accessControlMaxAge: "86400",
                ])
        } else {
            response = try await next(request, context)
        }
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }
}
