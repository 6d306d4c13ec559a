/// The web's files and the migrations, embedded at build time so that the executable runs alone.
package enum Assets {
    /// A file of `Web/` by its path below it, such as `customer/app.js`.
    package static func web(_ path: String) -> String? { web[path] }

    /// Name and SQL of each migration, in the order they are applied.
    package static let migrations: [(name: String, sql: String)] =
        embeddedFiles
        .filter { $0.path.hasPrefix(migrationsFolder) }
        .map { (String($0.path.dropFirst(migrationsFolder.count).dropLast(".sql".count)), $0.text) }
        .sorted { $0.name < $1.name }

    package static let webPaths: [String] = web.keys.sorted()

    private static let migrationsFolder = "Sources/FoyerService/Migrations/"
    private static let webFolder = "Web/"

    private static let web: [String: String] = Dictionary(
        uniqueKeysWithValues: embeddedFiles.filter { $0.path.hasPrefix(webFolder) }
            .map { (String($0.path.dropFirst(webFolder.count)), $0.text) })
}
