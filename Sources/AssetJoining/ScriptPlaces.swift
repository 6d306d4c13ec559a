/// What each name of a script is where it stands, told by the brackets around it and the tokens
/// beside it.
struct ScriptPlaces {
    enum Role {
        /// A variable, a function, a class, a parameter or an import.
        case variable
        /// `name` in `{ name }`: a property and a variable at once.
        case shorthand
        /// A member after a dot, or the name of one where it is made.
        case property
        case keyword
    }

    private enum Bracket {
        case round, square, block, object, classBody, value
    }

    let tokens: [ScriptToken]
    /// By place; only names have one.
    private(set) var roles: [Role?]
    /// The place of the bracket that closes the one here.
    private(set) var closing: [Int: Int] = [:]

    private var open: [(bracket: Bracket, place: Int)] = []
    /// The place of the last token that is no end of a line.
    private var last: Int?
    private var awaitsClassBody = false
    /// Between `case` and its colon, or right behind it.
    private var isAtCase = false

    init(_ script: [ScriptToken]) throws(JoiningError) {
        tokens = script
        roles = Array(repeating: nil, count: script.count)
        for place in tokens.indices where tokens[place].kind != .lineEnd {
            try take(place)
            last = place
        }
        guard open.isEmpty else { throw JoiningError("A bracket is not closed.") }
    }

    private mutating func take(_ place: Int) throws(JoiningError) {
        let token = tokens[place]
        if token.closesValue { try close(place) }
        if token.opensValue { open.append((.value, place)) }
        switch token.kind {
        case .name: roles[place] = role(place)
        case .sign:
            switch token.text {
            case "(": open.append((.round, place))
            case "[": open.append((.square, place))
            case "{": open.append((brace(), place))
            case ")", "]", "}": try close(place)
            default: break
            }
        default: break
        }
        // What stands behind the colon of a case is told by it; nothing after that.
        if isAtCase, last.map({ tokens[$0].isSign(":") }) == true { isAtCase = false }
        if token.kind == .name, roles[place] == .keyword {
            if token.text == "class" { awaitsClassBody = true }
            if ["case", "default"].contains(token.text) { isAtCase = true }
        }
    }

    private mutating func close(_ place: Int) throws(JoiningError) {
        guard let opened = open.popLast() else {
            throw JoiningError("'\(tokens[place].text)' closes nothing.")
        }
        closing[opened.place] = place
    }

    /// What a brace here opens.
    private mutating func brace() -> Bracket {
        if awaitsClassBody {
            awaitsClassBody = false
            return .classBody
        }
        guard let last else { return .block }
        let before = tokens[last]
        if before.kind == .name, roles[last] == .keyword {
            let openBlocks = ["else", "try", "catch", "finally", "do", "static"]
            return openBlocks.contains(before.text) ? .block : .object
        }
        if before.isSign(":") {
            defer { isAtCase = false }
            return isAtCase ? .block : .object
        }
        let isBlock = [")", "=>", ";", "{", "}"].contains(before.text) && before.kind == .sign
        return isBlock ? .block : .object
    }

    private func role(_ place: Int) -> Role {
        let text = tokens[place].text
        if let last, tokens[last].isSign(".") || tokens[last].isSign("?.") { return .property }
        if isMemberStart, let next = after(place).map({ tokens[$0] }) {
            let bracket = open.last?.bracket
            let endsName = ["(", ",", "}", ":", "=", ";"].contains(next.text) && next.kind == .sign
            if !endsName, Self.modifiers.contains(text) { return .keyword }
            if bracket == .classBody || next.isSign(":") || next.isSign("(") { return .property }
            return .shorthand
        }
        return Self.keywords.contains(text) ? .keyword : .variable
    }

    /// Whether a member of an object, a pattern or a class begins here.
    private var isMemberStart: Bool {
        guard let (bracket, place) = open.last, let last else { return false }
        let begins = { (place: Int) in
            switch bracket {
            case .object: tokens[place].isSign(",")
            case .classBody: tokens[place].isSign("}") || tokens[place].isSign(";")
            case .round, .square, .block, .value: false
            }
        }
        guard bracket == .object || bracket == .classBody else { return false }
        if last == place || begins(last) { return true }
        // Behind words such as `static`, and behind the sign of a generator.
        let isModifier = { roles[$0] == .keyword && Self.modifiers.contains(tokens[$0].text) }
        guard tokens[last].isSign("*") else { return isModifier(last) }
        guard let before = before(last) else { return false }
        return before == place || begins(before) || isModifier(before)
    }

    func isVariable(_ place: Int) -> Bool {
        roles[place] == .variable || roles[place] == .shorthand
    }

    /// The place of the next token that is no end of a line.
    func after(_ place: Int) -> Int? {
        tokens[(place + 1)...].firstIndex { $0.kind != .lineEnd }
    }

    /// The place of the token before that is no end of a line.
    func before(_ place: Int) -> Int? {
        tokens[..<place].lastIndex { $0.kind != .lineEnd }
    }

    private static let modifiers: Set<String> = ["static", "async", "get", "set"]
    static let keywords: Set<String> = [
        "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger",
        "default", "delete", "do", "else", "export", "extends", "false", "finally", "for",
        "function", "if", "import", "in", "instanceof", "let", "new", "null", "of", "return",
        "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void",
        "while", "with", "yield",
    ]
}
