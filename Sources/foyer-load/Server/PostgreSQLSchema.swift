import Foundation

/// An empty schema of its own in a PostgreSQL that others use too, made through `psql`.
struct PostgreSQLSchema: Sendable {
    /// The database's address with the schema as the only one that is searched.
    let url: String
    private let server: String
    private let name: String

    init(on server: String) throws {
        self.server = server
        name = "load_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
        url = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)"
        try Self.run("CREATE SCHEMA \(name)", on: server)
    }

    func drop() throws { try Self.run("DROP SCHEMA \(name) CASCADE", on: server) }

    /// The process that all of the server's others descend from, if it runs here.
    static func postmaster(of server: String) -> Int32? {
        guard let components = URLComponents(string: server) else { return nil }
        return ProcessFigures.listener(on: components.port ?? 5432)
    }

    private static func run(_ statement: String, on server: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, server]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ServerProcess.Failure(description: "psql failed: \(statement)")
        }
    }
}
