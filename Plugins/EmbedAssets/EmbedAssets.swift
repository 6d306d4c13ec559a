import Foundation
import PackagePlugin

/// Embeds `Web/` and `Sources/FoyerService/Migrations/` as text literals (docs/decisions/0009).
@main
struct EmbedAssets: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL
        let folders = ["Web", "Sources/FoyerService/Migrations"]
        let files = folders.flatMap { servedFiles(under: $0, of: root) }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(files.count) files",
                executable: try context.tool(named: "embed-assets").url,
                arguments: [output.path()]
                    + files.map { "\($0)=\(root.appending(path: $0).path())" },
                inputFiles: files.map { root.appending(path: $0) },
                outputFiles: [output])
        ]
    }

    private func servedFiles(under folder: String, of root: URL) -> [String] {
        let base = root.appending(path: folder).path()
        guard let walk = FileManager.default.enumerator(atPath: base) else { return [] }
        return walk.compactMap { $0 as? String }
            .filter { name in
                let served = [".html", ".css", ".js", ".json", ".svg", ".sql", ".webmanifest"]
                return served.contains { name.hasSuffix($0) } && !name.hasSuffix(".test.js")
            }
            .map { "\(folder)/\($0)" }
            .sorted()
    }
}
