/// The text of a script or style sheet without the lines that are only comment, without empty ones
/// and without indentation. What stands in a template literal stays as it is.
///
/// Throws where a line leaves it open whether a template begins.
func withoutComments(_ text: String, of path: String) throws(JoiningError) -> String {
    var kept = ""
    var isInComment = false
    var isInTemplate = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        var code = line.drop { $0 == " " || $0 == "\t" }
        if isInComment || !isInTemplate && code.hasPrefix("/*") {
            let end = code.firstRange(of: "*/")
            isInComment = end == nil
            code = end.map { code[$0.upperBound...].drop { $0 == " " } } ?? ""
            if code.isEmpty { continue }
        }
        if !isInTemplate, code.isEmpty || code.hasPrefix("//") { continue }
        kept += (isInTemplate ? line : code) + "\n"
        guard isInTemplate || !code.hasSuffix("\\") else {
            throw JoiningError(
                "\(path): '\(code)': a text that goes on in the next line is not joined.")
        }
        guard line.count(where: { $0 == "`" }) % 2 == 1 else { continue }
        guard isInTemplate || code.contains(templateBeginning) else {
            throw JoiningError("\(path): '\(code)': it is not clear that a template begins here.")
        }
        isInTemplate.toggle()
    }
    guard !isInTemplate else { throw JoiningError("\(path): a template does not end.") }
    return kept
}

/// A template that goes on in the next line, after what a value may follow.
private var templateBeginning: Regex<Substring> { /(?:[=(\[{,:?+>]|return) ?`[^`'"]*$/ }
