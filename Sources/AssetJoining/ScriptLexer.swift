/// One token of a script (ECMA-262, clause 12).
struct ScriptToken: Equatable {
    enum Kind {
        /// A name or a keyword.
        case name
        /// `#name`, with its sign.
        case privateName
        case number
        /// A text, a piece of a template or a regular expression: it stays as it is.
        case text
        case sign
        case lineEnd
    }

    let kind: Kind
    var text: String

    /// A piece of a template after which a value stands.
    var opensValue: Bool { kind == .text && text.hasSuffix("${") }
    /// A piece of a template before which a value stood.
    var closesValue: Bool { kind == .text && text.hasPrefix("}") }

    func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
    func isName(_ name: String) -> Bool { kind == .name && text == name }
}

/// Takes a script apart, without its comments and blanks.
///
/// It is no parser: whether a slash divides or begins a regular expression is told by what stands
/// before it, which holds for code in the house's format.
struct ScriptLexer {
    private let bytes: [UInt8]
    private var at = 0
    private var tokens: [ScriptToken] = []
    /// The open braces: whether each is a value's within a template.
    private var braces: [Bool] = []

    init(_ script: String) { bytes = Array(script.utf8) }

    static func tokens(of script: String) throws(JoiningError) -> [ScriptToken] {
        var lexer = ScriptLexer(script)
        return try lexer.all()
    }

    private mutating func all() throws(JoiningError) -> [ScriptToken] {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\n"): end(.lineEnd, at: at + 1)
            case UInt8(ascii: " "), UInt8(ascii: "\t"): at += 1
            case UInt8(ascii: "'"), UInt8(ascii: "\""): try quoted()
            case UInt8(ascii: "`"): try template()
            case UInt8(ascii: "/"): try slash()
            case UInt8(ascii: "#"): end(.privateName, at: wordEnd(from: at + 1))
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
            case UInt8(ascii: "}") where braces.last == true: try template()
            case let byte where Self.isWord(byte): end(.name, at: wordEnd(from: at))
            default: sign()
            }
        }
        guard braces.isEmpty else { throw JoiningError("A brace is not closed.") }
        return tokens
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: byte >= 0x80
        }
    }

    private func wordEnd(from start: Int) -> Int {
        bytes[start...].firstIndex { !Self.isWord($0) } ?? bytes.count
    }

    private mutating func end(_ kind: ScriptToken.Kind, at end: Int) {
        tokens.append(.init(kind: kind, text: String(decoding: bytes[at..<end], as: UTF8.self)))
        at = end
    }

    /// `10_000`, `0xff`, `1.5`; no house number has a signed exponent.
    private mutating func number() {
        var end = wordEnd(from: at)
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), Self.isWord(bytes[end + 1]) {
            end = wordEnd(from: end + 1)
        }
        self.end(.number, at: end)
    }

    private mutating func quoted() throws(JoiningError) {
        try end(.text, at: after(bytes[at], from: at + 1))
    }

    /// The place behind the next such byte that no backslash stands before.
    private func after(_ end: UInt8, from start: Int) throws(JoiningError) -> Int {
        var place = start
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
            if bytes[place] == end { return place + 1 }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        throw JoiningError("A text does not end in its line: \(excerpt)")
    }

    /// From a backtick, or from the brace that closes a value, to the next value or the end.
    private mutating func template() throws(JoiningError) {
        if bytes[at] == UInt8(ascii: "}") { braces.removeLast() }
        var place = at + 1
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "`"): return end(.text, at: place + 1)
            case UInt8(ascii: "$")
            where place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "{"):
                braces.append(true)
                return end(.text, at: place + 2)
            default: place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        throw JoiningError("A template does not end: \(excerpt)")
    }

    private mutating func slash() throws(JoiningError) {
        let next = at + 1 < bytes.count ? bytes[at + 1] : 0
        if next == UInt8(ascii: "/") {
            at = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        } else if next == UInt8(ascii: "*") {
            guard let end = bytes[(at + 2)...].firstRange(of: Array("*/".utf8)) else {
                throw JoiningError("A comment does not end: \(excerpt)")
            }
            at = end.upperBound
        } else if mayBeginPattern {
            try pattern()
        } else {
            sign()
        }
    }

    /// Whether a slash here begins a regular expression: a value may stand here, none stood before.
    private var mayBeginPattern: Bool {
        guard let last = tokens.last(where: { $0.kind != .lineEnd }) else { return true }
        return switch last.kind {
        case .name: ["return", "typeof", "case", "in", "of", "await", "yield"].contains(last.text)
        case .sign: ![")", "]", "}"].contains(last.text)
        case .text: last.opensValue
        case .privateName, .number, .lineEnd: false
        }
    }

    private mutating func pattern() throws(JoiningError) {
        var place = at + 1
        var isInClass = false
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
            switch bytes[place] {
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "/") where !isInClass:
                return end(.text, at: wordEnd(from: place + 1))
            default: break
            }
            place += 1
        }
        throw JoiningError("A pattern does not end in its line: \(excerpt)")
    }

    /// Signs of more than one character that names or brackets are told by.
    private static let longSigns = ["=>", "?.", "...", "++", "--"].map { Array($0.utf8) }

    private mutating func sign() {
        for sign in Self.longSigns where bytes[at...].starts(with: sign) {
            return end(.sign, at: at + sign.count)
        }
        if bytes[at] == UInt8(ascii: "{") { braces.append(false) }
        if bytes[at] == UInt8(ascii: "}") { braces = braces.dropLast() }
        end(.sign, at: at + 1)
    }

    private var excerpt: String {
        String(decoding: bytes[at..<min(bytes.count, at + 60)], as: UTF8.self)
    }
}
