import AsyncHTTPClient
import FoyerAPI
import NIOCore
import NIOHTTP1

/// Foyer's HTTP side, as much of it as the load program calls.
struct API: Sendable {
    struct Refused: Error, CustomStringConvertible {
        let request: String
        let status: Int
        let code: String

        var description: String { "\(request) was answered with \(status) \(code)" }
    }

    let base: String
    let client: HTTPClient
    var token: String?

    init(base: String, client: HTTPClient, token: String? = nil) {
        self.base = base
        self.client = client
        self.token = token
    }

    func get(_ path: String) async throws -> JSONValue { try await call(.GET, path, body: nil) }

    /// An answer as it stands, whatever its status.
    func text(_ path: String) async throws -> String {
        var request = HTTPClientRequest(url: base + path)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        let answer = try await client.execute(request, timeout: .seconds(30))
        return String(buffer: try await answer.body.collect(upTo: 64 << 20))
    }

    @discardableResult
    func post(
        _ path: String, _ body: (inout JSONWriter) -> Void = { _ in }
    ) async throws -> JSONValue {
        try await call(.POST, path, body: encoded(body))
    }

    @discardableResult
    func put(_ path: String, _ body: (inout JSONWriter) -> Void) async throws -> JSONValue {
        try await call(.PUT, path, body: encoded(body))
    }

    @discardableResult
    func patch(_ path: String, _ body: (inout JSONWriter) -> Void) async throws -> JSONValue {
        try await call(.PATCH, path, body: encoded(body))
    }

    /// Whether the path answers 200; a server that is not there counts as no.
    func isOK(_ path: String) async -> Bool {
        let request = HTTPClientRequest(url: base + path)
        let limit = TimeAmount.seconds(2)
        let answer = try? await client.execute(request, timeout: limit)  // not listening yet
        return answer?.status == .ok
    }

    private func encoded(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        return writer.bytes
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: [UInt8]?
    ) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        let answer = try await client.execute(request, timeout: .seconds(30))
        let bytes = Array(try await answer.body.collect(upTo: 64 << 20).readableBytesView)
        let limits = JSONLimits(bytesMax: 64 << 20, countMax: 10_000_000)
        let value = bytes.isEmpty ? JSONValue.null : try JSONValue(parsing: bytes, limits: limits)
        guard (200..<300).contains(answer.status.code) else {
            throw Refused(
                request: "\(method) \(path)", status: Int(answer.status.code),
                code: value["code"]?.text ?? "without a code")
        }
        return value
    }
}

/// What an answer lacks although the wire promises it.
struct AnswerLacks: Error, CustomStringConvertible {
    let field: String

    var description: String { "an answer lacks \(field)" }
}

extension JSONValue {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// The text of a member that the wire promises.
    func text(_ name: String) throws -> String {
        guard let text = self[name]?.text else { throw AnswerLacks(field: name) }
        return text
    }
}
