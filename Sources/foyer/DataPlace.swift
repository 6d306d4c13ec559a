import Foundation
import FoyerServer
import Storage

/// Where one Foyer keeps what is its own, and what keeps a second one away.
struct DataPlace {
    let lock: String
    /// What the operator is told, as "the data folder '…'".
    let name: String
    let folder: String
    let socket: String

    var forServer: OperatorPlace { OperatorPlace(socket: socket, folder: folder) }

    /// Makes the folder, and keeps every other Foyer away until the process ends.
    func claim() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ConfigurationError(
                "The data folder '\(folder)' cannot be made, or a file is in its place.")
        }
        _ = try DatabaseLock(file: lock, of: name)
    }
}

extension CheckedConfiguration {
    /// The path of the SQLite file in the data folder.
    var sqlitePath: String { "\(dataFolder)/foyer.sqlite" }

    /// `nil` for a database elsewhere, when no data folder was named.
    var place: DataPlace? {
        if let database, case .sqlite(.file(let path)) = database.engine {
            let slash = path.lastIndex(of: "/")
            return DataPlace(
                lock: "\(path).lock", name: "the database '\(path)'",
                folder: slash.map { path[..<$0].isEmpty ? "/" : String(path[..<$0]) } ?? ".",
                socket: "\(path).sock")
        }
        guard database == nil || isDataFolderNamed else { return nil }
        return DataPlace(
            lock: "\(dataFolder)/foyer.lock", name: "the data folder '\(dataFolder)'",
            folder: dataFolder, socket: "\(dataFolder)/operator.sock")
    }
}
