/// Where the database is: `sqlite:PATH` or `postgresql://…`. It never shows its password.
package struct DatabaseURL: Sendable, Equatable {
    package enum Engine: Sendable, Equatable {
        case sqlite(SQLiteLocation)
        /// An address as libpq reads it, password and all.
        case postgreSQL(String)
    }

    package let engine: Engine

    /// Throws an error that says what is wrong without repeating the text, which may hold a
    /// password.
    package init(_ text: String) throws(DatabaseError) {
        guard let colon = text.firstIndex(of: ":") else { throw Self.malformed("it has no scheme") }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "sqlite": engine = .sqlite(try Self.location(rest))
        case "postgres", "postgresql":
            guard rest.hasPrefix("//") else { throw Self.malformed("// must follow the scheme") }
            engine = .postgreSQL(text)
        default: throw Self.malformed("its scheme is unknown")
        }
    }

    /// Opens the database. PostgreSQL connects when it is first used, and may be down until then.
    package func open(clock: @escaping @Sendable () -> Int64) throws(DatabaseError) -> any Database
    {
        switch engine {
        case .sqlite(let location): try SQLiteDatabase(location: location, clock: clock)
        case .postgreSQL(let address): try PostgreSQLDatabase(address: address)
        }
    }

    private static func location(_ rest: Substring) throws(DatabaseError) -> SQLiteLocation {
        if rest == ":memory:" { return .memory }
        guard !rest.isEmpty else { throw malformed("the path is empty") }
        guard !rest.hasPrefix("//") || rest.hasPrefix("///") else {
            throw malformed("a path has no host: write sqlite:/path or sqlite:path")
        }
        guard !rest.utf8.contains(0) else { throw malformed("the path holds U+0000") }
        return .file(String(rest))
    }

    private static func malformed(_ reason: String) -> DatabaseError {
        let message = "\(reason); a database is sqlite:PATH or postgresql://USER@HOST/NAME"
        return DatabaseError(
            kind: .syntax, message: "the database's address is not understood: \(message)")
    }
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address with `***` for its password.
    package var description: String {
        switch engine {
        case .sqlite(.memory): "sqlite::memory:"
        case .sqlite(.file(let path)): "sqlite:\(path)"
        case .postgreSQL(let address): Self.masked(address)
        }
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }

    private static func masked(_ address: String) -> String {
        let (base, query) = halves(of: address[...], at: address.firstIndex(of: "?"))
        guard let query else { return maskedCredentials(base) }
        let parameters = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let (name, value) = halves(of: pair, at: pair.firstIndex(of: "="))
            return value != nil && name.contains("password") ? "\(name)=***" : String(pair)
        }
        return maskedCredentials("\(base)?\(parameters.joined(separator: "&"))")
    }

    /// A password may hold any sign unescaped: all up to the last `@` counts as credentials.
    private static func maskedCredentials(_ address: Substring) -> String {
        guard let at = address.lastIndex(of: "@"), let slash = address.firstIndex(of: "/") else {
            return String(address)
        }
        let start = address.index(slash, offsetBy: 2, limitedBy: at) ?? at
        let credentials = address[start..<at]
        guard let colon = credentials.firstIndex(of: ":") else { return String(address) }
        return "\(address[..<colon]):***\(address[at...])"
    }

    private static func halves(
        of text: Substring, at separator: Substring.Index?
    ) -> (Substring, Substring?) {
        guard let separator else { return (text, nil) }
        return (text[..<separator], text[text.index(after: separator)...])
    }
}
