import Crypto
import FoundationEssentials
import FoyerCore
import Storage

/// A picture that was uploaded, as settings name it.
package struct KeptImage: Equatable, Sendable {
    package let hash: String
    package let facts: ImageFacts
}

extension Service {
    /// Keeps a picture for the rooms of the administrator's company; the same bytes are kept once.
    /// `field` is what a refusal names.
    package func keepImage(
        _ bytes: [UInt8], in field: String = "image", by administrator: LoggedOn
    ) async throws -> KeptImage {
        try administrator.requireAdministrator()
        let facts: ImageFacts
        do {
            facts = try ImageFacts(reading: bytes)
        } catch { throw Refusal.imageRefused(error, field: field) }
        let hash = Identity.hexadecimal(SHA256.hash(data: bytes))
        let text = Data(bytes).base64EncodedString()
        let company = administrator.company
        try await database.write { transaction in
            // Whoever uploads it once more means to use it.
            let known = try transaction.run(
                """
                UPDATE image SET made_at_ms = \(transaction.now)
                WHERE id = \(hash) AND company_id = \(company) RETURNING id
                """)
            guard known.isEmpty else { return }
            let inserted = try transaction.run(
                """
                INSERT INTO image
                    (id, company_id, kind, width, height, byte_count, bytes, made_at_ms)
                VALUES (\(hash), \(company), \(facts.kind.rawValue), \(facts.width),
                    \(facts.height), \(bytes.count), \(text), \(transaction.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !inserted.isEmpty else { return }
            if try takePlace(of: bytes.count, in: company, transaction) { return }
            try dropUnnamedImages(of: company, but: hash, transaction)
            guard try takePlace(of: bytes.count, in: company, transaction) else {
                throw Refusal.imagesFull(bytesMax: Limit.companyImageBytesMax)
            }
        }
        return KeptImage(hash: hash, facts: facts)
    }

    /// Counts on the company's row, so that two who upload at once cannot both take the last place.
    private func takePlace(
        of count: Int, in company: ID<Company>, _ transaction: any Transaction
    ) throws -> Bool {
        try transaction.first(
            """
            UPDATE company SET image_bytes = image_bytes + \(count)
            WHERE id = \(company) AND image_bytes <= \(Limit.companyImageBytesMax - count)
            RETURNING id
            """) != nil
    }

    /// What was uploaded a day ago and stands in no version, draft or schedule of a room makes
    /// place.
    private func dropUnnamedImages(
        of company: ID<Company>, but hash: String, _ transaction: any Transaction
    ) throws {
        let before = transaction.now.adding(seconds: -3_600 * Limit.unnamedImageHours)
        let counts: [Int] = try transaction.run(
            """
            DELETE FROM image WHERE company_id = \(company) AND id <> \(hash) AND named = 0
                AND made_at_ms < \(before)
                AND NOT EXISTS (SELECT 1 FROM room_draft WHERE changes LIKE '%' || image.id || '%')
                AND NOT EXISTS
                    (SELECT 1 FROM room_schedule WHERE changes LIKE '%' || image.id || '%')
            RETURNING byte_count
            """
        ).map { try $0.get("byte_count") }
        try transaction.run(
            """
            UPDATE company SET image_bytes = image_bytes - \(counts.reduce(0, +))
            WHERE id = \(company)
            """)
    }

    /// Refuses settings that show a picture which this company does not have. Those that are new
    /// are marked as named where that is `lasting`, and stay from then on.
    func checkImages(
        of settings: RoomSettings, since before: RoomSettings, in company: ID<Company>,
        lasting: Bool, _ transaction: any Transaction
    ) throws {
        let known = before.contactForm.images.map(\.image)
        for (field, image) in settings.contactForm.images where !known.contains(image) {
            guard case .uploaded(let hash) = image else { continue }
            let row = try transaction.first(
                "SELECT named FROM image WHERE id = \(hash) AND company_id = \(company)")
            guard let isNamed: Bool = try row?.get("named") else {
                throw Refusal.fieldInvalid(field: field, rule: .imageUnknown)
            }
            guard lasting, !isNamed else { continue }
            // Once more by its row: it may go at this very moment.
            let named = try transaction.run(
                """
                UPDATE image SET named = 1 WHERE id = \(hash) AND company_id = \(company)
                RETURNING id
                """)
            guard !named.isEmpty else {
                throw Refusal.fieldInvalid(field: field, rule: .imageUnknown)
            }
        }
    }
}
