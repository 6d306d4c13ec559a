/// Joins the modules and the style sheets of each page into one file of either kind (decision
/// 0012).
///
/// The page says what belongs to it: its module script, and its style sheets in their order.
package struct SideJoiner {
    private let files: [String: String]

    /// `files`: texts by their path below `Web/`.
    package init(files: [String: String]) { self.files = files }

    /// What is served: the pages with their joined files, the languages' words without blanks, and
    /// every other file as it is.
    ///
    /// Throws `JoiningError` where a file is missing or not written as joining needs it.
    package func joined() throws -> [String: String] {
        var served = files
        for (path, page) in files where path.hasSuffix("/index.html") {
            let side = String(path.dropLast("/index.html".count))
            let sheets = page.matches(of: Self.sheetPattern).map { String($0.output.path) }
            guard let entry = page.firstMatch(of: Self.scriptPattern)?.output.path else {
                throw JoiningError("\(path) has no module script.")
            }
            var modules = ModuleJoiner(files: files)
            let script = try modules.joined(from: String(entry))
            let style = try sheets.map { try sheet($0) }.joined()
            for path in sheets + modules.order { served[path] = nil }
            served["\(side)/joined.js"] = script
            served["\(side)/joined.css"] = style
            served[path] = Self.page(page, of: side)
        }
        // A page without scripts has its style sheets one by one.
        for (path, page) in files where path.hasSuffix(".html") && !path.hasSuffix("/index.html") {
            for sheet in page.matches(of: Self.sheetPattern).map({ String($0.output.path) }) {
                served[sheet] = files[sheet]
            }
        }
        for (path, text) in files where path.hasPrefix("locales/") && path.hasSuffix(".json") {
            served[path] = Self.words(text)
        }
        return served
    }

    private func sheet(_ path: String) throws -> String {
        guard let text = files[path] else { throw JoiningError("There is no style sheet \(path).") }
        guard !text.contains("url("), !text.contains("@import") else {
            throw JoiningError("\(path) names another file: style sheets that are joined must not.")
        }
        let lines = try withoutComments(text, of: path).split(separator: "\n")
        return lines.map { line in
            let ends = ["{", "}", ";", ","].contains { line.hasSuffix($0) }
            return Self.withoutBlanks(line) + (ends ? "" : "\n")
        }.joined()
    }

    /// A line of a style sheet; blanks within a text count.
    private static func withoutBlanks(_ line: Substring) -> String {
        guard !line.contains("\""), !line.contains("'") else { return String(line) }
        return line.replacing(": ", with: ":").replacing(", ", with: ",").replacing(" {", with: "{")
            .description
    }

    /// The words of a language, without the blanks and line ends between them.
    private static func words(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            line.drop { $0 == " " }.replacing("\": ", with: "\":", maxReplacements: 1)
        }.joined() + "\n"
    }

    private static func page(_ page: String, of side: String) -> String {
        var hasSheet = false
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.compactMap { line -> String? in
            if line.contains("rel=\"modulepreload\"") { return nil }
            if line.contains(scriptPattern) {
                return "    <script type=\"module\" src=\"/web/\(side)/joined.js\"></script>"
            }
            guard line.contains(sheetPattern) else { return String(line) }
            defer { hasSheet = true }
            return hasSheet
                ? nil : "    <link rel=\"stylesheet\" href=\"/web/\(side)/joined.css\">"
        }.joined(separator: "\n")
    }

    private static var sheetPattern: Regex<(Substring, path: Substring)> {
        /<link rel="stylesheet" href="\/web\/(?<path>[^"]+)">/
    }
    private static var scriptPattern: Regex<(Substring, path: Substring)> {
        /<script type="module" src="\/web\/(?<path>[^"]+)"><\/script>/
    }
}
