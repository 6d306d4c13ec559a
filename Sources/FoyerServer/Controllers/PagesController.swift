import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird
import NIOCore

/// The two pages and their files.
struct PagesController: Sendable {
    let service: Service
    let files: WebFiles
    let plain: PlainController

    func home(_ request: Request, context: FoyerContext) async throws -> Response {
        Response(status: .found, headers: [.location: "/console"])
    }

    /// The customer's page; a wrong link gets the same page with 404, one that is no longer used
    /// with 410. With `?plain` it is the one without scripts.
    func customer(_ request: Request, context: FoyerContext) async throws -> Response {
        let token = try context.parameters.require("token")
        if request.uri.queryParameters["plain"] != nil {
            return try await plain.show(request, token: token)
        }
        var status = HTTPResponse.Status.ok
        var hosts: [String] = []
        do {
            let form = try await service.entrance(roomToken: token).settings.contactForm
            hosts = form.images.compactMap(\.image.host)
        } catch Refusal.roomLinkUnknown {
            status = .notFound
        } catch let refusal as Refusal
            where [.roomLinkReplaced, .roomLinkEnded].contains(refusal)
        {
            status = .gone
        }
        return try page(
            "customer/index.html", request, policy: ContentPolicy.customer(imageHosts: hosts),
            variant: hosts.joined(separator: " "), status: status)
    }

    /// The same page for the room's voice, video and WhatsApp links.
    func customerWay(_ request: Request, context: FoyerContext) async throws -> Response {
        let way = try context.parameters.require("way")
        guard ContactWay(rawValue: way) != nil else { throw Refusal.notFound }
        return try await customer(request, context: context)
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
        _ path: String, _ request: Request, policy: String, variant: String = "",
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        // A wrong link is told each time, also to a browser that has the page.
        let known = status == .ok ? request.headers[.ifNoneMatch] : nil
        guard var response = files.response(path, known: known, variant: variant) else {
            throw Refusal.notFound
        }
        response.headers[.contentSecurityPolicy] = policy
        if response.status == .ok { response.status = status }
        return response
    }
}
