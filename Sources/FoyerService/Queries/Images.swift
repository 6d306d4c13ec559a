import FoundationEssentials
import FoyerCore
import Storage

/// A picture as it was uploaded.
package struct StoredImage: Sendable {
    package let kind: ImageKind
    package let bytes: [UInt8]
}

/// A picture as the customer's page is told of it.
package struct ShownImage: Equatable, Sendable {
    package let image: RoomImage
    /// Pixels; `nil` for a picture on another host, which nobody here has seen.
    package let size: Size?

    package struct Size: Equatable, Sendable {
        package let width, height: Int
    }

    /// Below the server's own address, or whole.
    package var source: String {
        switch image {
        case .uploaded(let hash): "/images/\(hash)"
        case .elsewhere(let address): address
        }
    }
}

extension Service {
    /// A picture by its hash, whoever uploaded it: who knows the hash knows the bytes.
    package func image(hash: String) async throws -> StoredImage {
        guard RoomImage.isHash(hash) else { throw Refusal.notFound }
        return try await database.read { transaction in
            let row = try transaction.first(
                "SELECT kind, bytes FROM image WHERE id = \(hash) LIMIT 1")
            guard let row else { throw Refusal.notFound }
            return StoredImage(kind: try row.choice("kind"), bytes: try bytes(in: row))
        }
    }

    /// What was uploaded under the hash; `nil` for a picture elsewhere.
    func bytes(
        of image: RoomImage, in company: ID<Company>, _ transaction: any Transaction
    ) throws -> [UInt8]? {
        guard case .uploaded(let hash) = image else { return nil }
        let row = try transaction.first(
            "SELECT bytes FROM image WHERE id = \(hash) AND company_id = \(company)")
        return try row.map { try bytes(in: $0) }
    }

    private func bytes(in row: Row) throws -> [UInt8] {
        guard let data = Data(base64Encoded: try row.get("bytes") as String) else {
            throw DatabaseError(kind: .decoding, message: "an image is no base64")
        }
        return Array(data)
    }

    func shown(
        _ image: RoomImage?, of company: ID<Company>, _ transaction: any Transaction
    ) throws -> ShownImage? {
        guard let image else { return nil }
        guard case .uploaded(let hash) = image else { return ShownImage(image: image, size: nil) }
        let row = try transaction.first(
            "SELECT width, height FROM image WHERE id = \(hash) AND company_id = \(company)")
        guard let row else { return nil }
        return ShownImage(
            image: image, size: .init(width: try row.get("width"), height: try row.get("height")))
    }
}
