import Foundation

/// Finds functions and the lines between their braces by counting brackets in blanked code.
enum FunctionFinder {
    struct Function: Sendable {
        let name: String
        /// The lines between the line of the opening brace and that of the closing one.
        let lineCount: Int
    }

    private static let swiftStart = #"\bfunc\s+([^\s(<]+)|(?<![.\w])(init)[?!]?\s*[(<]"#

    private static let scriptStart =
        #"\bfunction\s*\*?\s+(\w+)\s*\(|"#
        + #"(?m)^\s*(?:static\s+|async\s+|get\s+|set\s+|\*\s*)*"#
        + #"(?!if\b|for\b|while\b|switch\b|catch\b|return\b|function\b|super\b|await\b)"#
        + #"(#?\w+)\s*\((?=[^\n]*\{\s*$)"#

    static func functions(in file: ProjectFile) -> [Function] {
        let code = file.code
        let pattern = file.path.hasSuffix(".swift") ? swiftStart : scriptStart
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        let bytes = Array(code.utf8)
        let whole = NSRange(code.startIndex..., in: code)
        return expression.matches(in: code, range: whole).compactMap { match in
            let group = match.range(at: 1).location == NSNotFound ? 2 : 1
            guard let range = Range(match.range(at: group), in: code) else { return nil }
            let after = code.utf8.distance(from: code.startIndex, to: range.upperBound)
            guard let body = body(in: bytes, after: after) else { return nil }
            return Function(name: String(code[range]), lineCount: lineCount(in: bytes, body))
        }
    }

    /// The range from the opening brace of the body to the closing one; `nil` for a requirement.
    private static func body(in bytes: [UInt8], after start: Int) -> Range<Int>? {
        guard let open = openingBrace(in: bytes, after: start) else { return nil }
        var depth = 0
        for position in open..<bytes.count {
            if bytes[position] == UInt8(ascii: "{") { depth += 1 }
            if bytes[position] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return open..<position }
        }
        return nil
    }

    private static func openingBrace(in bytes: [UInt8], after start: Int) -> Int? {
        var depth = 0
        var sawArguments = false
        for position in start..<bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["):
                depth += 1
                sawArguments = true
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                depth -= 1
                if depth < 0 { return nil }
            case UInt8(ascii: "{") where depth == 0: return sawArguments ? position : nil
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "\n") where depth == 0 && sawArguments:
                if beginsDeclaration(bytes[(position + 1)...]) { return nil }
            default: break
            }
        }
        return nil
    }

    /// Whether the next line begins something new, so that what stood before had no body.
    private static func beginsDeclaration(_ rest: ArraySlice<UInt8>) -> Bool {
        let line = rest.drop { $0 == 0x20 || $0 == 0x0a }.prefix(20)
        let word = String(decoding: line.prefix { $0 != 0x20 }, as: UTF8.self)
        return [
            "func", "var", "let", "init", "static", "mutating", "associatedtype", "package",
            "public",
            "private", "case", "@discardableResult",
        ].contains(word)
    }

    private static func lineCount(in bytes: [UInt8], _ body: Range<Int>) -> Int {
        max(0, bytes[body].count { $0 == UInt8(ascii: "\n") } - 1)
    }
}
