import Foundation

/// Writes one Swift file that holds every given file as a text literal.
///
/// Usage: embed-assets OUTPUT NAME=PATH …
@main
enum EmbedAssets {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first else { return }
        var source = "/// Files embedded at build time, by their path under the project.\n"
        source += "package let embeddedFiles: [(path: String, text: String)] = [\n"
        for pair in arguments.dropFirst() {
            guard let split = pair.firstIndex(of: "=") else { continue }
            let name = pair[..<split]
            let text = try String(
                contentsOfFile: String(pair[pair.index(after: split)...]), encoding: .utf8)
            source += "(path: #\"\(name)\"#, text: \(literal(text))),\n"
        }
        source += "]\n"
        try source.write(toFile: output, atomically: true, encoding: .utf8)
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
