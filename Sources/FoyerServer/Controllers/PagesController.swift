import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird
import NIOCore

/// The two pages and their files.
struct PagesController: Sendable {
    let service: Service
    let files: WebFiles

    func home(_ request: Request, context: FoyerContext) async throws -> Response {
        Response(status: .found, headers: [.location: "/console"])
    }

    /// The customer's page; a wrong link gets the same page with 404, a replaced one with 410.
    func customer(_ request: Request, context: FoyerContext) async throws -> Response {
        let token = try context.parameters.require("token")
        var status = HTTPResponse.Status.ok
        do {
            _ = try await service.entrance(roomToken: token)
        } catch Refusal.roomLinkUnknown {
            status = .notFound
        } catch Refusal.roomLinkReplaced {
            status = .gone
        }
        return try page(
            "customer/index.html", request, policy: ContentPolicy.customer, status: status)
    }

    func console(_ request: Request, context: FoyerContext) async throws -> Response {
        try page("console/index.html", request, policy: ContentPolicy.console)
    }

    func preview(_ request: Request, context: FoyerContext) async throws -> Response {
        try page("preview/index.html", request, policy: ContentPolicy.preview)
    }

    func file(_ request: Request, context: FoyerContext) async throws -> Response {
        let path = context.parameters.getCatchAll().joined(separator: "/")
        // One address a file: what the router folded together, such as `a//b`, is none.
        guard request.uri.path == "/web/\(path)" else { throw Refusal.notFound }
        // Modules are read with CORS from a sandboxed frame, whose origin is "null".
        let headers: HTTPFields = [.accessControlAllowOrigin: "*"]
        guard
            let response = files.response(
                path, known: request.headers[.ifNoneMatch], headers: headers)
        else {
            throw Refusal.notFound
        }
        return response
    }

    private func page(
        _ path: String, _ request: Request, policy: String, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        // A wrong link is told each time, also to a browser that has the page.
        let known = status == .ok ? request.headers[.ifNoneMatch] : nil
        guard var response = files.response(path, known: known) else { throw Refusal.notFound }
        response.headers[.contentSecurityPolicy] = policy
        if response.status == .ok { response.status = status }
        return response
    }
}
