/// A piece of a page, in which every text is escaped.
///
/// There is no way in but this: names of elements and attributes are written in the source
/// (`StaticString`), all else is text or a value and is escaped.
struct HTML: Sendable {
    private(set) var markup: String

    private init(markup: String) { self.markup = markup }

    static let nothing = HTML(markup: "")

    static func text(_ text: String) -> HTML { HTML(markup: escaped(text)) }

    /// `nil` leaves the attribute out, the empty text leaves out its value.
    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
        _ children: [HTML] = []
    ) -> HTML {
        var markup = "<\(name)"
        for (attribute, value) in attributes {
            guard let value else { continue }
            markup += value.isEmpty ? " \(attribute)" : " \(attribute)=\"\(escaped(value))\""
        }
        markup += ">"
        if isVoid(name) { return HTML(markup: markup) }
        for child in children { markup += child.markup }
        return HTML(markup: markup + "</\(name)>")
    }

    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
        text: String
    ) -> HTML {
        element(name, attributes, [.text(text)])
    }

    /// A style sheet's text is no markup, and nothing in it may end it: only colours and names of
    /// ours come here.
    static func style(_ sheet: StyleText) -> HTML {
        HTML(markup: "<style>\(sheet.text)</style>")
    }

    static func page(_ root: HTML) -> String { "<!doctype html>\n\(root.markup)\n" }

    private static func isVoid(_ name: StaticString) -> Bool {
        ["meta", "link", "input", "img", "br"].contains(name.description)
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // A reader of HTML replaces it, and drops the first line end of a text area.
            case "\0": escaped += "\u{fffd}"
            case "\r": escaped += "&#13;"
            case "\n": escaped += "&#10;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
