/// Joins ECMAScript modules into one, each in a function of its own, in the order of evaluation.
///
/// It knows the few forms that the house writes (decision 0012): static named or namespace imports,
/// exported functions, classes and constants, one a line. Everything else is an error at build
/// time.
struct ModuleJoiner {
    private let files: [String: String]
    /// The modules so far, each after those it imports.
    private(set) var order: [String] = []
    private var underWay: [String] = []
    private var exports: [String: [String]] = [:]
    private var script = ""

    init(files: [String: String]) { self.files = files }

    /// The module `entry` with all it imports. Its own body stands in a block, where it may wait.
    mutating func joined(from entry: String) throws -> String {
        try add(entry, isEntry: true)
        return script
    }

    /// What a module's exports are called in the script.
    private func variable(_ path: String) -> String {
        "$\(order.firstIndex(of: path).map(shortName) ?? path)"
    }

    private mutating func add(_ path: String, isEntry: Bool = false) throws {
        guard !order.contains(path) else { return }
        guard !underWay.contains(path) else {
            throw JoiningError("\((underWay + [path]).joined(separator: " imports ")): a circle.")
        }
        guard let text = files[path] else {
            throw JoiningError("\(underWay.last ?? path) imports \(path), which is not there.")
        }
        underWay.append(path)
        let module = try Module(path: path, text: try withoutComments(text, of: path))
        for imported in module.imports {
            try add(imported.path)
            let known = exports[imported.path] ?? []
            for name in imported.names where !known.contains(name) {
                throw JoiningError(
                    "\(path) imports \(name), which \(imported.path) does not export.")
            }
        }
        underWay.removeLast()
        order.append(path)
        exports[path] = module.exports
        let imports = module.imports.compactMap { imported in
            imported.binding.map { "const \($0) = \(variable(imported.path));\n" }
        }.joined()
        do {
            let body = try ShortNames.written(imports + module.body + module.returned)
            script +=
                isEntry ? "{\(body)}\n" : "const \(variable(path))=(()=>{\(body)})();\n"
        } catch {
            throw JoiningError("\(path): \(error.description)")
        }
    }
}

/// One module, read.
private struct Module {
    /// `binding`: the pattern or the name that the imported module's exports are bound to.
    let imports: [(path: String, names: [String], binding: String?)]
    let exports: [String]
    /// The code with its imports as constants and without the word `export`.
    let body: String

    init(path: String, text: String) throws {
        var imports: [(path: String, names: [String], binding: String?)] = []
        var body = ""
        var rest = text[...]
        while let match = rest.prefixMatch(of: Self.importPattern) {
            let imported = try Self.path(String(match.output.path), from: path)
            let names = match.output.names?.replacing(" as ", with: ": ")
            imports.append(
                (
                    imported, Self.names(in: match.output.names ?? ""),
                    (match.output.name ?? names).map { String($0) }
                ))
            rest = rest[match.range.upperBound...]
        }
        body += rest.replacing(Self.exportPattern) { "\($0.output.code)" }
        for word in ["import ", "export "] where "\n\(body)".contains("\n\(word)") {
            throw JoiningError("\(path): this form of '\(word)' is not joined.")
        }
        guard !body.contains("import.meta"), !body.contains(Self.importWhileRunning) else {
            throw JoiningError("\(path) imports while it runs, which is not joined.")
        }
        self.imports = imports
        exports = rest.matches(of: Self.exportPattern).map { String($0.output.name) }
        self.body = body
    }

    /// The end of the module's function.
    var returned: String {
        exports.isEmpty ? "" : "return { \(exports.joined(separator: ", ")) };\n"
    }

    /// The exported names in `{ one, two as other }`.
    private static func names(in braces: Substring) -> [String] {
        braces.split { "{,}\n".contains($0) }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// `./a/b.js` or `../b.js`, seen from a module.
    private static func path(_ relative: String, from module: String) throws -> String {
        var folders = module.split(separator: "/").dropLast().map(String.init)
        for part in relative.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": folders = folders.dropLast()
            default: folders.append(String(part))
            }
        }
        guard relative.hasPrefix("."), relative.hasSuffix(".js") else {
            throw JoiningError("\(module) imports '\(relative)', which is no path to a module.")
        }
        return folders.joined(separator: "/")
    }

    private static var importPattern:
        Regex<(Substring, names: Substring?, name: Substring?, path: Substring)>
    {
        /import (?:(?<names>\{[^}]*\}) from |\* as (?<name>\w+) from )?'(?<path>[^']+)';\n/
    }
    private static var importWhileRunning: Regex<Substring> { /(?:^|[^\w.$'"])import\s*\(/ }
    private static var exportPattern: Regex<(Substring, code: Substring, name: Substring)> {
        /(?m)^export (?<code>(?:async function|function\*?|class|const) (?<name>\w+))/
    }
}
