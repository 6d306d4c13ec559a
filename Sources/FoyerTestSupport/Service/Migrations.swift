import Foundation
import Storage

extension Migrator {
    /// The migrations of this checkout, read from their files.
    package static func ofThisCheckout() throws -> Migrator {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../FoyerService/Migrations").standardizedFileURL
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".sql") }.sorted()
        return Migrator(
            try names.map { name in
                let sql = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                return Migration(name: name, sql: sql)
            })
    }
}
