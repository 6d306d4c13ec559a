import AsyncHTTPClient
import Foundation
import FoyerAPI
import FoyerServer
import FoyerService
import NIOCore
import NIOHTTP1
import Storage

/// Speaks to the running server through its operator's socket.
struct OperatorClient {
    /// A restore of a large backup is silent for long.
    private static let patience = TimeAmount.hours(12)
    private static let messageBytesMax = 64 * 1024
    private static let answerBytesMax = 64 << 20
    private let url: String
    private let place: OperatorPlace

    /// `nil` when no server listens there.
    init?(_ place: DataPlace?) {
        guard let place, place.forServer.isListened,
            let url = URL(httpURLWithSocketPath: place.forServer.address, uri: "/backup")
        else { return nil }
        self.url = url.absoluteString
        self.place = place.forServer
    }

    /// Asks the server something small; `body` is sent as JSON.
    func ask(_ method: HTTPMethod, _ path: String, body: JSONValue? = nil) async throws -> JSONValue
    {
        guard let url = URL(httpURLWithSocketPath: place.address, uri: "/\(path)") else {
            throw ConfigurationError("'\(path)' cannot be asked for.")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        if let body {
            var writer = JSONWriter()
            writer.element(body)
            request.body = .bytes(ByteBuffer(bytes: writer.bytes))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        try await refuse(response)
        let answer = try await response.body.collect(upTo: Self.answerBytesMax)
        return try JSONValue(
            parsing: Array(answer.readableBytesView),
            limits: JSONLimits(bytesMax: Self.answerBytesMax, countMax: 10_000_000))
    }

    /// Writes the server's backup to a file. `begins` hears how many bytes will come.
    func download(to file: PartFile, begins: (Int64) throws -> Void) async throws {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: url), timeout: Self.patience)
        try await refuse(response)
        try begins(response.headers.first(name: "content-length").flatMap { Int64($0) } ?? 0)
        for try await bytes in response.body {
            try file.write(bytes.readableBytesView)
        }
    }

    /// Sends a file to be restored, and returns once it is.
    func upload(_ file: FileHandle, byteCount: Int64) async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .PUT
        request.body = .stream(FileChunks(file: file), length: .known(byteCount))
        let response: HTTPClientResponse
        do {
            response = try await HTTPClient.shared.execute(request, timeout: Self.patience)
        } catch {
            throw ConfigurationError(
                "The server is gone: it holds all of the old or all of the backup. Start it, look, "
                    + "and restore again if need be.")
        }
        try await refuse(response)
    }

    private func refuse(_ response: HTTPClientResponse) async throws {
        guard response.status.code >= 300 else { return }
        let body = try await response.body.collect(upTo: Self.messageBytesMax)
        let text = Array(body.readableBytesView)
        let value = try? JSONValue(parsing: text, limits: JSONLimits())  // then the status speaks
        guard case .object(let members) = value,
            case .string(let message) = members.first(where: { $0.name == "message" })?.value
        else { throw ConfigurationError("The server answered \(response.status).") }
        throw ConfigurationError(message)
    }
}

/// A file, piece by piece.
private struct FileChunks: AsyncSequence, Sendable {
    static let chunkBytes = 256 * 1024
    let file: FileHandle

    struct AsyncIterator: AsyncIteratorProtocol {
        let file: FileHandle

        mutating func next() async throws -> ByteBuffer? {
            let bytes = try file.read(upToCount: FileChunks.chunkBytes)
            guard let bytes, !bytes.isEmpty else { return nil }
            return ByteBuffer(bytes: bytes)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: file) }
}
