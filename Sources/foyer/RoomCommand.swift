import ArgumentParser
import AsyncHTTPClient
import Foundation
import FoyerAPI
import FoyerCore
import NIOCore
import NIOHTTP1

struct RoomCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "room", abstract: "Look at and change the rooms of a running Foyer.",
        subcommands: [RoomList.self, RoomSet.self, RoomSchema.self])
}

/// How to reach the running server: the command line never touches its database.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The running server.", valueName: "url"))
    var server = "http://localhost:8080"

    @Option(
        help: ArgumentHelp(
            "An administrator's token, as POST /api/log-on gives it.",
            discussion: "Default: FOYER_TOKEN"))
    var token: String?

    func request(_ path: String, _ method: HTTPMethod = .GET, body: JSONValue? = nil) async throws
        -> JSONValue
    {
        guard let token = token ?? ProcessInfo.processInfo.environment["FOYER_TOKEN"] else {
            stop(because: "Give an administrator's token by --token or FOYER_TOKEN.")
        }
        var request = HTTPClientRequest(url: "\(server)/api/\(path)")
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        if let body {
            var writer = JSONWriter()
            writer.element(body)
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: writer.bytes))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: Self.answerLimits.bytesMax)
        let value = try? JSONValue(  // a proxy may answer instead, in words of its own
            parsing: Array(body.readableBytesView), limits: Self.answerLimits)
        guard response.status.code < 300, let value else {
            let field = value?["field"]?.string.map { "\($0): " } ?? ""
            let message = value?["message"]?.string ?? "The server answered \(response.status)."
            stop(because: field + message)
        }
        return value
    }

    /// Ten thousand rooms with their agents.
    private static let answerLimits = JSONLimits(bytesMax: 256 << 20, countMax: 20_000_000)
}

struct RoomList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the rooms and their links.")

    @OptionGroup var server: ServerOptions

    func run() async throws {
        for room in try await server.request("rooms")["rooms"]?.elements ?? [] {
            print("\(room["name"]?.string ?? "")\t\(room["contactForm"]?.string ?? "")")
        }
    }
}

struct RoomSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Publish settings of a room: foyer room set GENERAL phones.agentRole=Doctor",
        discussion: "Settings:\n"
            + RoomSettings.fields.map { "  \($0.name)  (\($0.kindInWords))" }.joined(
                separator: "\n"))

    @OptionGroup var server: ServerOptions

    @Argument(help: "The room's name.")
    var room: String

    @Argument(help: ArgumentHelp("Settings to change.", valueName: "name=value"))
    var changes: [String]

    func run() async throws {
        let rooms = try await server.request("rooms")["rooms"]?.elements ?? []
        guard let id = rooms.first(where: { $0["name"]?.string == room })?["id"]?.string else {
            stop(because: "There is no room '\(room)'. 'foyer room list' lists them.")
        }
        let settings = try changes.reduce(JSONValue.object([])) { settings, change in
            let parts = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map(String.init)
            guard parts.count == 2 else { throw ValidationError("'\(change)' must be NAME=VALUE.") }
            let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            let names = path.map(String.init)
            guard !settings.says(names[...]) else {
                throw ValidationError("'\(parts[0])' is set twice.")
            }
            return settings.setting(value(parts[1], of: parts[0]), at: names[...])
        }
        let published = try await server.request("rooms/\(id)/settings", .PUT, body: settings)
        guard case .int(let version)? = published["version"] else { return }
        print("Version \(version) of \(room) is live.")
        for finding in published["findings"]?.elements ?? [] {
            print("  \(finding["field"]?.string ?? ""): \(finding["message"]?.string ?? "")")
        }
    }

    /// The text as the setting's kind; what does not fit goes as text and is refused by the server.
    private func value(_ text: String, of name: String) -> JSONValue {
        switch RoomSettings.fields.first(where: { $0.name == name })?.kind {
        case .flag: text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        case .wholeNumber: Int64(text).map { .int($0) } ?? .string(text)
        case .customFields:
            (try? JSONValue(parsing: Array(text.utf8))) ?? .string(text)  // refused by its kind
        case .text, .line, .email, .choice, .colour, .image, nil: .string(text)
        }
    }
}

struct RoomSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON schema of a room's settings.")

    func run() {
        var writer = JSONWriter()
        writer.element(RoomSettings.schema())
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension SettingField {
    fileprivate var kindInWords: String {
        switch kind {
        case .flag: "true or false"
        case .wholeNumber(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .text(let max): "text of at most \(max) characters"
        case .line(let max): "text of at most \(max) characters, or nothing"
        case .email: "an e-mail address, or nothing"
        case .choice(let values): values.joined(separator: ", ")
        case .colour: "a colour such as #3450c8, or nothing"
        case .customFields: "a JSON list of fields, as the JSON schema has it"
        case .image: "image: and an uploaded picture's hash, or an https address, or nothing"
        }
    }
}

extension JSONValue {
    /// Whether there is a value at the path, or before its end.
    fileprivate func says(_ path: ArraySlice<String>) -> Bool {
        guard case .object = self else { return true }
        guard let name = path.first else { return true }
        return self[name]?.says(path.dropFirst()) ?? false
    }

    /// The object with a value at a path of names; objects on the way that are missing are made.
    fileprivate func setting(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
        guard let name = path.first else { return value }
        var members: [JSONMember] = []
        if case .object(let known) = self { members = known.filter { $0.name != name } }
        let inner = (self[name] ?? .object([])).setting(value, at: path.dropFirst())
        return .object(members + [JSONMember(name, inner)])
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }
}
