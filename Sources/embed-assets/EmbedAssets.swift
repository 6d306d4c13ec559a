import AssetJoining
import Foundation

/// Writes one Swift file that holds every given file as a text literal; those of `Web/` joined.
///
/// Usage: embed-assets OUTPUT NAME=PATH …
@main
enum EmbedAssets {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first else { return }
        var files: [String: String] = [:]
        for pair in arguments.dropFirst() {
            guard let split = pair.firstIndex(of: "=") else { continue }
            files[String(pair[..<split])] = try String(
                contentsOfFile: String(pair[pair.index(after: split)...]), encoding: .utf8)
        }
        try source(of: try withWebJoined(files))
            .write(toFile: output, atomically: true, encoding: .utf8)
    }

    private static func withWebJoined(_ files: [String: String]) throws -> [String: String] {
        let folder = "Web/"
        let web = files.filter { $0.key.hasPrefix(folder) }
            .map { (String($0.key.dropFirst(folder.count)), $0.value) }
        let joined = try SideJoiner(files: Dictionary(uniqueKeysWithValues: web)).joined()
        return files.filter { !$0.key.hasPrefix(folder) }
            .merging(joined.map { (folder + $0.key, $0.value) }) { $1 }
    }

    private static func source(of files: [String: String]) -> String {
        var source = "/// Files embedded at build time, by their path under the project.\n"
        source += "package let embeddedFiles: [(path: String, text: String)] = [\n"
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            source += "(path: #\"\(path)\"#, text: \(literal(text))),\n"
        }
        return source + "]\n"
    }

    /// A one-line raw literal: raw text needs enough `#` that nothing inside ends or escapes it.
    static func literal(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            default:
                if scalar.value < 0x20 {
                    escaped += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    escaped.unicodeScalars.append(scalar)
                }
            }
        }
        return "\"\(escaped)\""
    }
}
