import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird
import NIOCore

/// Pictures of rooms: taken from administrators, shown to everybody.
struct ImagesController: Sendable {
    let service: Service

    /// The body is the picture itself; what its `Content-Type` says is not believed.
    func create(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        // Before half a megabyte is read.
        try agent.requireAdministrator()
        let bytes: [UInt8]
        do {
            bytes = try await request.bodyBytes(max: Limit.imageBytesMax)
        } catch let error as BodyTooLong {
            throw Refusal.imageRefused(.tooManyBytes(max: error.bytesMax))
        }
        let image = try await service.keepImage(bytes, by: agent)
        return .json(.created) {
            $0.field("image", RoomImage.uploaded(hash: image.hash).text)
            $0.field("width", image.facts.width)
            $0.field("height", image.facts.height)
            $0.field("kind", image.facts.kind.rawValue)
        }
    }

    /// Under its hash a picture never changes. Opened by itself it is a page that can do nothing.
    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        let image = try await service.image(hash: try context.parameters.require("hash"))
        return Response(
            status: .ok,
            headers: [
                .contentType: image.kind.contentType,
                .cacheControl: "public, max-age=31536000, immutable",
                .contentSecurityPolicy: ContentPolicy.image,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: image.bytes)))
    }
}
