/// The text of a script or style sheet without the lines that are only comment, without empty ones
/// and without indentation. What stands in a template literal stays as it is.
func withoutComments(_ text: String) -> String {
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
        if line.count(where: { $0 == "`" }) % 2 == 1 { isInTemplate.toggle() }
    }
    return kept
}
