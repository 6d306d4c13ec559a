import Foundation

/// One text file of this project.
struct ProjectFile: Sendable, CustomStringConvertible {
    /// Relative to the project's root, with `/`.
    let path: String
    let text: String
    /// The text with comments and the insides of strings blanked, everything else in its place.
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = SourceCode.code(of: text, dialect: .of(path))
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    var description: String { path }
}

/// The project as the tidy tests see it: what Git would track, without what is built or installed.
enum Project {
    static let root: URL = URL(fileURLWithPath: #filePath)
        .resolvingSymlinksInPath()
        .deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    static let files: [ProjectFile] = paths().compactMap { path in
        let url = root.appending(path: path)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        return ProjectFile(path: path, text: text)
    }

    static func files(under folders: [String], endings: [String]) -> [ProjectFile] {
        files.filter { file in
            folders.contains { file.path.hasPrefix($0) }
                && endings.contains { file.path.hasSuffix($0) }
        }
    }

    /// Whether a file or folder of that path exists, tracked or not.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private static let skipped: Set<String> = [
        ".git", ".build", ".tools", "build-products", "foyer-data", "node_modules", "__pycache__",
        ".pytest_cache",
    ]

    private static let textEndings = [
        ".swift", ".js", ".css", ".html", ".json", ".md", ".sql", ".py", ".sh", ".svg", ".h",
    ]

    private static func paths() -> [String] {
        var found: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            let url = folder.isEmpty ? root : root.appending(path: folder)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            for name in names.sorted() where !skipped.contains(name) && !name.hasPrefix(".build-") {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                if isFolder(path) {
                    folders.append(path)
                } else if textEndings.contains(where: name.hasSuffix) || path.hasPrefix("bin/") {
                    found.append(path)
                }
            }
        }
        return found.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        let full = root.appending(path: path).path
        return FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }
}
