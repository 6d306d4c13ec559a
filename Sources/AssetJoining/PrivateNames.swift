/// The script with its private class members (`#name`) named `#a`, `#b`… Nobody outside their class
/// can name them, so nothing else changes; a member that was missed fails to parse.
///
/// A member is what stands after a dot, or what a line begins with: a selector in a text does
/// neither.
func withShortPrivateNames(_ script: String) -> String {
    let member =
        /(?m)(?<before>\.|^(?:static |async |get |set |\*)*)#(?<name>[A-Za-z_]\w*)/
    var counts: [String: Int] = [:]
    for match in script.matches(of: member) { counts[String(match.output.name), default: 0] += 1 }
    let names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let short = Dictionary(
        uniqueKeysWithValues: names.enumerated().map { ($1, shortName($0)) })
    return script.replacing(member) { match in
        let name = String(match.output.name)
        return "\(match.output.before)#\(short[name] ?? name)"
    }
}

/// `a` to `z`, then `aa`, `ab`…
func shortName(_ number: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let last = String(letters[number % letters.count])
    return number < letters.count ? last : shortName(number / letters.count - 1) + last
}
