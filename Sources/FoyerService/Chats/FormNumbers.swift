import FoyerCore
import Storage
import Synchronization

/// The numbers of contact forms (CF-1), one after the other in a company.
///
/// A page gets its number when it opens, and most pages are never sent: numbers are taken from the
/// database by the block, so that opening a page writes next to nothing. What is left of the blocks
/// when the server stops is never used.
final class FormNumbers: Sendable {
    private static let blockCount: Int64 = 32
    /// Beyond this many companies the table starts again: memory never grows without end.
    private static let companiesMax = 10_000

    private struct Blocks {
        var ofCompanies: [ID<Company>: [Range<Int64>]] = [:]
        /// How often everything was forgotten: a block that was taken before is not kept after.
        var forgettings = 0
    }

    private let blocks = Mutex(Blocks())

    /// The next number of a block at hand.
    func next(of company: ID<Company>) -> Int64? {
        blocks.withLock { blocks in
            while let block = blocks.ofCompanies[company]?.first {
                if block.count <= 1 { blocks.ofCompanies[company]?.removeFirst() }
                guard let number = block.first else { continue }
                if block.count > 1 { blocks.ofCompanies[company]?[0] = block.dropFirst() }
                return number
            }
            return nil
        }
    }

    func forget() {
        blocks.withLock { blocks in
            blocks.ofCompanies.removeAll()
            blocks.forgettings += 1
        }
    }

    /// The first number of a new block, whose rest is kept at hand.
    func next(of company: ID<Company>, in database: any Database) async throws -> Int64 {
        let forgettings = blocks.withLock { $0.forgettings }
        let taken: Range<Int64> = try await database.write { transaction in
            let row = try transaction.first(
                """
                UPDATE company SET forms_made = forms_made + \(Self.blockCount)
                WHERE id = \(company) RETURNING forms_made
                """)
            guard let last: Int64 = try row?.get("forms_made") else { throw Refusal.notFound }
            return last - Self.blockCount + 1..<last + 1
        }
        return blocks.withLock { blocks in
            if blocks.ofCompanies.count >= Self.companiesMax { blocks.ofCompanies.removeAll() }
            // Many may have found nothing at hand at once: each took a block, and all are used.
            if blocks.forgettings == forgettings {
                blocks.ofCompanies[company, default: []].append(taken.dropFirst())
            }
            return taken.lowerBound
        }
    }
}
