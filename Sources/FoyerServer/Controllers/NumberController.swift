import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird
import NIOCore

/// Where a room's access number is typed (ROOM-3): a page that needs no scripts, and the same for
/// programs.
struct NumberController: Sendable {
    private static let bodyBytesMax = 1_024

    let service: Service
    let files: WebFiles
    let links: Links
    let clients: ClientAddress
    let limiter: RateLimiter

    func show(_ request: Request, context: FoyerContext) throws -> Response {
        try page(request)
    }

    /// Leads to the room, or says on the same page why not.
    func open(_ request: Request, context: FoyerContext) async throws -> Response {
        var typed = ""
        do {
            try take(request, context)
            typed = try await Self.number(in: request)
            let token = try await service.roomToken(accessNumber: typed)
            return Response(status: .seeOther, headers: [.location: "/r/\(token)"])
        } catch Refusal.fieldInvalid {
            return try page(request, typed: typed, said: "number.wrong")
        } catch Refusal.accessNumberUnknown {
            return try page(request, typed: typed, said: "number.unknown")
        } catch Refusal.roomLinkReplaced {
            return try page(request, typed: typed, said: "number.replaced")
        } catch Refusal.tooManyRequests(let seconds) {
            var refused = try page(request, typed: typed, said: "number.tooMany")
            refused.status = .tooManyRequests
            refused.headers[.retryAfter] = String(seconds)
            return refused
        }
    }

    /// The same for programs.
    func find(_ request: Request, context: FoyerContext) async throws -> Response {
        try take(request, context)
        let token = try await service.roomToken(
            accessNumber: try context.parameters.require("number"))
        return .json {
            $0.field("token", token)
            $0.field("contactForm", links.contactForm(token))
        }
    }

    private func take(_ request: Request, _ context: FoyerContext) throws {
        guard let seconds = limiter.take(for: clients.of(request.headers, peer: context.peer))
        else { return }
        throw Refusal.tooManyRequests(retryAfterSeconds: seconds)
    }

    private struct Form: Decodable { let number: String }

    private static func number(in request: Request) async throws -> String {
        let bytes = try await request.bodyBytes(max: bodyBytesMax)
        do {
            return try URLEncodedFormDecoder().decode(
                Form.self, from: String(decoding: bytes, as: UTF8.self)
            ).number
        } catch {
            throw Refusal.fieldInvalid(field: "number", rule: .accessNumber)
        }
    }

    private func page(_ request: Request, typed: String = "", said: String? = nil) throws
        -> Response
    {
        guard let template = files.text("pages/number.html") else { throw Refusal.notFound }
        let words = PageWords(files.text)
        let language = AcceptLanguage.choice(
            request.headers[.acceptLanguage], among: PageWords.languages)
        func text(_ key: String) -> String { words.text(key, in: language) }
        let body = PageTemplate(template).page([
            "language": language, "direction": PageWords.direction(of: language),
            "headline": text("number.headline"), "hint": text("number.hint"),
            "label": text("number.label"), "go": text("number.go"),
            "invalid": said == nil ? "false" : "true", "typed": typed,
            "said": said.map(text) ?? "",
        ])
        return Response(
            status: said == nil ? .ok : .unprocessableContent,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .vary: "Accept-Language", .contentLanguage: language,
                .contentSecurityPolicy: ContentPolicy.console,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
