/// Gives the names that a module alone uses short ones, and writes it without blanks.
///
/// Within a function or method, which may hold others, a name gets the same short one wherever it
/// is a variable, and so does a name of the module in all of it; members keep theirs. So what was
/// in scope stays so, and nothing has to be known of the scopes within. Private members (`#name`)
/// get short names too: nobody outside their class can name them.
struct ShortNames {
    private let places: ScriptPlaces
    private var tokens: [ScriptToken] { places.tokens }
    /// The functions and methods that no other one holds, from the first bracket to the last.
    private var functions: [Range<Int>] = []
    /// What is told of the module, and of each of the functions.
    private var moduleNames: [String: String] = [:]
    private var functionNames: [[String: String]] = []
    private var privateNames: [String: String] = [:]

    /// `module`: the text of a module, or of a block.
    static func written(_ module: String) throws(JoiningError) -> String {
        try ShortNames(try ScriptLexer.tokens(of: module)).text
    }

    private init(_ script: [ScriptToken]) throws(JoiningError) {
        places = try ScriptPlaces(script)
        functions = outermostFunctions
        let own = functions.map { declared(in: $0).filter(Self.mayChange) }
        var outer: [String: Int] = [:]
        var inner = own.map { _ in [String: Int]() }
        for place in tokens.indices where places.isVariable(place) {
            let name = tokens[place].text
            if let number = functions.firstIndex(where: { $0.contains(place) }),
                own[number].contains(name)
            {
                inner[number][name, default: 0] += 1
            } else {
                outer[name, default: 0] += 1
            }
        }
        // A function's own name that also is the module's is one name: it may mean either.
        for number in inner.indices {
            for (name, count) in inner[number] where outer[name] != nil {
                inner[number][name] = nil
                outer[name, default: 0] += count
            }
        }
        let made = declared(in: tokens.indices).filter(Self.mayChange)
        let kept = Set(outer.keys).subtracting(made).union(ScriptPlaces.keywords)
            .union(WindowNames.all)
        moduleNames = Self.named(outer.filter { made.contains($0.key) }, sparing: kept) {
            shortName($0).uppercased()
        }
        functionNames = inner.map { Self.named($0, sparing: kept, shortName) }
        var counts: [String: Int] = [:]
        for token in tokens where token.kind == .privateName { counts[token.text, default: 0] += 1 }
        privateNames = Self.named(counts, sparing: []) { "#" + shortName($0) }
    }

    /// Classes keep their names, and so does what is called as something of the window's or by a
    /// word that is a keyword in places, such as `of`.
    private static func mayChange(_ name: String) -> Bool {
        name.first?.isLowercase == true && !WindowNames.all.contains(name)
            && !ScriptPlaces.keywords.contains(name)
    }

    /// The shortest names for what occurs most.
    private static func named(
        _ counts: [String: Int], sparing kept: Set<String>, _ short: @escaping (Int) -> String
    ) -> [String: String] {
        let names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        var free = (0...).lazy.map(short).filter { !kept.contains($0) }.makeIterator()
        return Dictionary(uniqueKeysWithValues: names.map { ($0, free.next() ?? $0) })
    }

    /// The name that stands here then.
    private func short(_ place: Int) -> String {
        let name = tokens[place].text
        let number = functions.firstIndex { $0.contains(place) }
        return number.flatMap { functionNames[$0][name] } ?? moduleNames[name] ?? name
    }

    // MARK: Which names are made here

    /// Functions and methods with a body in braces; what an arrow returns is part of what is
    /// around it.
    private var outermostFunctions: [Range<Int>] {
        var found: [Range<Int>] = []
        for place in tokens.indices where tokens[place].isSign("(") {
            guard found.last.map({ $0.upperBound <= place }) ?? true,
                let close = places.closing[place], isParameters(place, close),
                let body = places.after(close), tokens[body].isSign("{"),
                let end = places.closing[body]
            else { continue }
            found.append(place..<end)
        }
        return found
    }

    /// Names that are declared there; whatever is not clearly declared keeps its name.
    private func declared(in range: Range<Int>) -> Set<String> {
        var names: Set<String> = []
        for place in range {
            let token = tokens[place]
            if token.isSign("("), let close = places.closing[place], isParameters(place, close) {
                names.formUnion(variables(place..<close))
            }
            if token.isSign("=>"), let before = places.before(place),
                places.roles[before] == .variable
            {
                names.insert(tokens[before].text)
            }
            guard places.roles[place] == .keyword, let next = places.after(place) else { continue }
            switch token.text {
            case "const", "let", "var":
                if let close = places.closing[next] { names.formUnion(variables(next..<close)) }
                fallthrough
            case "function", "class":
                let name = tokens[next].isSign("*") ? places.after(next) ?? next : next
                if places.roles[name] == .variable { names.insert(tokens[name].text) }
            default: break
            }
        }
        return names
    }

    private func variables(_ range: Range<Int>) -> [String] {
        range.filter(places.isVariable).map { tokens[$0].text }
    }

    /// Whether the round brackets hold parameters, of an arrow or of a function or method.
    private func isParameters(_ open: Int, _ close: Int) -> Bool {
        guard let next = places.after(close) else { return false }
        if tokens[next].isSign("=>") { return true }
        guard tokens[next].isSign("{"), let before = places.before(open) else { return false }
        let token = tokens[before]
        switch (token.kind, places.roles[before]) {
        case (.privateName, _), (_, .property): return true
        case (_, .keyword): return ["function", "catch"].contains(token.text)
        case (_, .variable):
            guard let word = places.before(before) else { return false }
            let isStarred = tokens[word].isSign("*")
            let function = isStarred ? places.before(word) ?? word : word
            return tokens[function].isName("function")
        default: return false
        }
    }

    // MARK: Writing

    private var text: String {
        var text = ""
        var last: ScriptToken?
        for place in tokens.indices {
            var token = tokens[place]
            guard token.kind != .lineEnd else {
                // A statement that ends with a brace needs no other end than this.
                if last?.isSign("}") == true, !text.hasSuffix("\n") { text += "\n" }
                continue
            }
            switch places.roles[place] {
            case .variable: token.text = short(place)
            case .shorthand:
                let short = short(place)
                if short != token.text { token.text += ":\(short)" }
            case .property, .keyword, nil: token.text = privateNames[token.text] ?? token.text
            }
            if let last, !text.hasSuffix("\n"), Self.needBlank(last, token) { text += " " }
            text += token.text
            last = token
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private static func needBlank(_ left: ScriptToken, _ right: ScriptToken) -> Bool {
        let words: [ScriptToken.Kind] = [.name, .privateName, .number]
        let isPattern = left.kind == .text && left.text.hasPrefix("/")
        if words.contains(right.kind), isPattern || words.contains(left.kind) { return true }
        // `a + +b`, `a - --b`, `a / /b/`: signs that would become another one.
        guard left.kind == .sign, let end = left.text.last, let start = right.text.first else {
            return false
        }
        return end == start && ["+", "-", "/"].contains(end)
    }
}

/// `a` to `z`, then `aa`, `ab`…
func shortName(_ number: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let last = String(letters[number % letters.count])
    return number < letters.count ? last : shortName(number / letters.count - 1) + last
}
