/// Cuts a file of SQL into its statements.
///
/// A statement ends with a `;` that ends its line (a comment may follow), outside quotes and
/// comments.
struct SQLSplitter {
    private enum Place { case code, text, name, lineComment, blockComment }

    private let bytes: [UInt8]
    private var position = 0
    private var start = 0
    private var place = Place.code
    /// Whether the statement holds more than blanks and comments.
    private var hasCode = false
    private var statements: [String] = []

    private init(_ source: String) { bytes = Array(source.utf8) }

    static func statements(in source: String) -> [String] {
        var splitter = SQLSplitter(source)
        while splitter.position < splitter.bytes.count { splitter.step() }
        splitter.finishStatement()
        return splitter.statements
    }

    private mutating func step() {
        let byte = bytes[position]
        switch place {
        case .code: stepInCode(byte)
        // A doubled quote inside quotes ends and begins them at once, which comes to the same.
        case .text: if byte == UInt8(ascii: "'") { place = .code }
        case .name: if byte == UInt8(ascii: "\"") { place = .code }
        case .lineComment: if byte == UInt8(ascii: "\n") { place = .code }
        case .blockComment: if isNext("*/") { (place, position) = (.code, position + 1) }
        }
        position += 1
    }

    private mutating func stepInCode(_ byte: UInt8) {
        if isNext("--") {
            place = .lineComment
        } else if isNext("/*") {
            (place, position) = (.blockComment, position + 1)
        } else if byte == UInt8(ascii: ";") && endsLine(after: position) {
            finishStatement()
        } else if !isBlank(byte) && byte != UInt8(ascii: "\n") {
            hasCode = true
            if byte == UInt8(ascii: "'") { place = .text }
            if byte == UInt8(ascii: "\"") { place = .name }
        }
    }

    private mutating func finishStatement() {
        if hasCode { statements.append(String(decoding: bytes[start..<position], as: UTF8.self)) }
        start = min(position + 1, bytes.count)
        hasCode = false
    }

    private func endsLine(after position: Int) -> Bool {
        var next = position + 1
        while next < bytes.count, isBlank(bytes[next]) { next += 1 }
        guard next < bytes.count, bytes[next] != UInt8(ascii: "\n") else { return true }
        return isNext("--", at: next)
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private func isNext(_ pair: StaticString, at position: Int? = nil) -> Bool {
        let position = position ?? self.position
        guard position + 1 < bytes.count else { return false }
        return pair.withUTF8Buffer { $0[0] == bytes[position] && $0[1] == bytes[position + 1] }
    }
}
