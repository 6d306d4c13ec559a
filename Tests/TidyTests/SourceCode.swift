/// Tells code from comments and strings, well enough for rules that look at one line.
enum SourceCode {
    enum Dialect {
        case swift, javascript, css, other

        static func of(_ path: String) -> Dialect {
            if path.hasSuffix(".swift") { return .swift }
            if path.hasSuffix(".js") { return .javascript }
            if path.hasSuffix(".css") { return .css }
            return .other
        }
    }

    /// `text` with every character of a comment or of a string's inside replaced by a blank.
    ///
    /// Interpolated code stays code. Line ends and positions stay. JavaScript's regular expressions
    /// are taken for code, which is why a rule may not depend on quotes in them.
    static func code(of text: String, dialect: Dialect) -> String {
        guard dialect != .other else { return text }
        var scanner = Scanner(bytes: Array(text.utf8), dialect: dialect)
        return String(decoding: scanner.blanked(), as: UTF8.self)
    }

    private enum Mode: Equatable {
        case code
        /// Inside an interpolation; the number counts its open brackets.
        case interpolation(Int)
        case lineComment
        case blockComment(Int)
        /// Inside a string that `quote` ends, `count` times and with `hashes` signs after it.
        case string(quote: UInt8, count: Int, hashes: Int)
    }

    private struct Scanner {
        let bytes: [UInt8]
        let dialect: Dialect
        var modes: [Mode] = [.code]
        var position = 0
        var output: [UInt8] = []

        init(bytes: [UInt8], dialect: Dialect) {
            self.bytes = bytes
            self.dialect = dialect
            output.reserveCapacity(bytes.count)
        }

        mutating func blanked() -> [UInt8] {
            while position < bytes.count {
                switch modes[modes.count - 1] {
                case .code: readCode(openBrackets: nil)
                case .interpolation(let open): readCode(openBrackets: open)
                case .lineComment: readLineComment()
                case .blockComment(let depth): readBlockComment(depth)
                case .string(let quote, let count, let hashes):
                    readString(quote: quote, count: count, hashes: hashes)
                }
            }
            return output
        }

        private mutating func keep() {
            output.append(bytes[position])
            position += 1
        }

        private mutating func blank(_ count: Int = 1) {
            for _ in 0..<count where position < bytes.count {
                output.append(bytes[position] == UInt8(ascii: "\n") ? bytes[position] : 0x20)
                position += 1
            }
        }

        private func isAt(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard position + count <= bytes.count else { return false }
            return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
        }

        /// Whether the byte here can begin or end something in code. Most cannot.
        private var isTelling: Bool {
            switch bytes[position] {
            case 0x22, 0x23, 0x27, 0x28, 0x29, 0x2f, 0x60, 0x7b, 0x7d: true
            default: false
            }
        }

        private mutating func readCode(openBrackets: Int?) {
            guard isTelling else { return keep() }
            if isAt("//"), dialect != .css { return modes.append(.lineComment) }
            if isAt("/*") {
                modes.append(.blockComment(0))
                return blank(2)
            }
            if let opening = stringOpening() {
                for _ in 0..<(opening.hashes + opening.count) { keep() }
                let quote = opening.quote
                let mode = Mode.string(quote: quote, count: opening.count, hashes: opening.hashes)
                return modes.append(mode)
            }
            guard let openBrackets else { return keep() }
            let (open, close): (StaticString, StaticString) =
                dialect == .swift ? ("(", ")") : ("{", "}")
            if isAt(open) { modes[modes.count - 1] = .interpolation(openBrackets + 1) }
            if isAt(close) {
                if openBrackets == 1 {
                    modes.removeLast()
                } else {
                    modes[modes.count - 1] = .interpolation(openBrackets - 1)
                }
            }
            keep()
        }

        private func stringOpening() -> (quote: UInt8, count: Int, hashes: Int)? {
            let double = UInt8(ascii: "\"")
            if dialect != .swift {
                let quotes = dialect == .css ? "\"'" : "\"'`"
                return quotes.utf8.contains(bytes[position]) ? (bytes[position], 1, 0) : nil
            }
            let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
            let after = position + hashes
            guard after < bytes.count, bytes[after] == double else { return nil }
            return (double, bytes[after...].starts(with: "\"\"\"".utf8) ? 3 : 1, hashes)
        }

        private mutating func readLineComment() {
            guard bytes[position] == UInt8(ascii: "\n") else { return blank() }
            modes.removeLast()
        }

        private mutating func readBlockComment(_ depth: Int) {
            if isAt("*/") {
                modes.removeLast()
                if depth > 0 { modes.append(.blockComment(depth - 1)) }
                return blank(2)
            }
            if dialect == .swift, isAt("/*") {
                modes[modes.count - 1] = .blockComment(depth + 1)
                return blank(2)
            }
            blank()
        }

        private mutating func readString(quote: UInt8, count: Int, hashes: Int) {
            let end = Array(repeating: quote, count: count) + Array("#".utf8).repeated(hashes)
            if bytes[position...].starts(with: end) {
                modes.removeLast()
                for _ in end { keep() }
                return
            }
            // A string on one line ends with it, so that one mistake does not blank the whole file.
            if bytes[position] == UInt8(ascii: "\n"), count == 1, quote != UInt8(ascii: "`") {
                modes.removeLast()
                return keep()
            }
            let escape = Array("\\".utf8) + Array("#".utf8).repeated(hashes)
            if dialect == .swift, bytes[position...].starts(with: escape + Array("(".utf8)) {
                blank(escape.count)
                modes.append(.interpolation(1))
                return keep()
            }
            if dialect == .javascript, quote == UInt8(ascii: "`"), isAt("${") {
                blank()
                modes.append(.interpolation(1))
                return keep()
            }
            blank(bytes[position...].starts(with: escape) ? escape.count + 1 : 1)
        }
    }
}

extension Array {
    fileprivate func repeated(_ count: Int) -> [Element] {
        (0..<count).flatMap { _ in self }
    }
}
