import FoyerAPI

/// Plain forms and languages: decoding never adds, and a choice is one of those that exist.
enum FormFuzz {
    private static let ours = ["en", "zh-Hant", "ar"]

    static func check(_ input: [UInt8], planted: Bool) {
        let header = FuzzInput(input).text
        promise(ours.contains(AcceptLanguage.choice(header, among: ours)), header)
        if let first = AcceptLanguage.first(header) {
            promise((1...35).contains(first.utf8.count), first)
            promise(header.contains(first), "\(first) is not in \(header)")
        }
        // The planted bug: a percent sign is thought to be followed by two digits.
        if planted, let percent = input.firstIndex(of: 0x25) { _ = input[percent + 2] }
        guard let body = accepted({ () throws(FormBody.Problem) in try FormBody(input) }) else {
            return
        }
        promise(body.names.count <= FormBody.fieldsMax, "\(body.names.count) fields")
        promise(Set(body.names).count == body.names.count, "a field twice")
        let length = body.names.reduce(0) { $0 + $1.utf8.count + body.text($1).utf8.count }
        promise(length <= input.count, "\(length) of \(input.count) bytes")
        promise(body.text("\u{0}none").isEmpty || body.names.contains("\u{0}none"), "invented")
    }
}
