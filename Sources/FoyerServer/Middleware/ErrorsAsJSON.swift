import FoyerAPI
import FoyerRealtime
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Every error leaves as `{code, message, field?}`; what is ours is logged, never told.
struct ErrorsAsJSON: RouterMiddleware {
    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try Self.answer(to: error, request, context)
        }
    }

    static func answer(
        to error: any Error, _ request: Request, _ context: FoyerContext
    ) throws -> Response {
        switch error {
        case let error as WebSocketHandshakeError:
            error.response(from: request, context: context)
        case let error as HTTPError: Response(APIError(error))
        case let error as BodyTooLong: Response(.bodyTooLong(bytesMax: error.bytesMax))
        default: Response(APIError(failure: error, logger: context.logger))
        }
    }
}

extension APIError {
    /// What the router itself refuses.
    init(_ error: HTTPError) {
        self =
            switch error.status {
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .contentTooLarge: .bodyTooLong(bytesMax: HTTPLimit.bodyBytesMax)
            case let status where status.code < 500: .notJSON
            default: .internal
            }
    }
}

extension APIError {
    fileprivate static func bodyTooLong(bytesMax: Int) -> APIError {
        APIError(.bodyTooLong, 413, "The body holds at most \(bytesMax) bytes.")
    }
}

extension Response {
    init(_ error: APIError) {
        var writer = JSONWriter()
        writer.object { error.write(&$0) }
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if let seconds = error.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        self.init(
            status: HTTPResponse.Status(code: error.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }

    /// A JSON object.
    static func json(
        _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
        _ members: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter(capacity: 512)
        try writer.object { writer throws in try members(&writer) }
        var headers = headers
        headers[.contentType] = "application/json"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}

extension Request {
    /// The body as one JSON object.
    func fields(bytesMax: Int = HTTPLimit.bodyBytesMax) async throws -> Fields {
        let limits = JSONLimits(bytesMax: max(bytesMax, WireLimit.jsonBytesMax))
        return try Fields(bytes: try await bodyBytes(max: bytesMax), limits: limits)
    }

    /// The body as one JSON object; `nil` where there is no body.
    func fieldsIfAny() async throws -> Fields? {
        let bytes = try await bodyBytes()
        return bytes.isEmpty ? nil : try Fields(bytes: bytes)
    }

    /// The body as it came. Throws `BodyTooLong` beyond `max` bytes.
    func bodyBytes(max: Int = HTTPLimit.bodyBytesMax) async throws -> [UInt8] {
        do {
            return Array(try await body.collect(upTo: max).readableBytesView)
        } catch is NIOTooManyBytesError {
            // NIO tells only how much of the limit was left.
            throw BodyTooLong(bytesMax: max)
        }
    }
}

/// A body is longer than its address takes.
struct BodyTooLong: Error {
    let bytesMax: Int
}
