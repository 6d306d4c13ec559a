import FoyerAPI

/// A bug planted in the frames that reach a client: a field that a hub drops, a gap that a session
/// ignores, a resume that is told to be complete and is not.
package final class FrameBug {
    package enum Kind: String, CaseIterable, Sendable {
        case roomWithoutGone, roomWithoutCards, roomWithoutCounts
        case statusWithoutBrowser, messageWithoutBody
        /// A chat that is told again says nothing of its state.
        case laterChatWithoutState
        /// Marks that follow the first ones do not come.
        case lostMarks
        /// Every third change of a room is lost, and the next one passes for its follower.
        case ignoredGap
        /// Whoever comes back is told that nothing was written meanwhile.
        case gapAnsweredAsComplete

        /// Those that old screens and fresh ones must show to be different.
        package static let ofScreens = allCases.filter { $0 != .gapAnsweredAsComplete }
    }

    private let kind: Kind
    /// Of each tab and room the last revision that was read there.
    private var revisions: [ObjectIdentifier: [String: JSONValue]] = [:]
    /// Of each tab the chats of which it has read such a frame before.
    private var opened: [ObjectIdentifier: Set<String>] = [:]
    private var changes = 0

    package init(_ kind: Kind) { self.kind = kind }

    func bent(_ frame: JSONValue, at tab: ObjectIdentifier) -> JSONValue? {
        switch (kind, frame["t"]?.text) {
        case (.roomWithoutGone, "room"): frame.replacing("gone", with: nil)
        case (.roomWithoutCards, "room"): frame.replacing("cards", with: nil)
        case (.roomWithoutCounts, "room"): frame.replacing("counts", with: .array([]))
        case (.statusWithoutBrowser, "status"): frame.replacing("browser", with: nil)
        case (.laterChatWithoutState, "chat"):
            isFirst(frame["chat"]?["id"], at: tab)
                ? frame
                : frame.replacing("chat", with: frame["chat"]?.replacing("state", with: nil))
        case (.lostMarks, "marks"): isFirst(frame["chat"], at: tab) ? frame : nil
        case (.messageWithoutBody, "message"):
            frame.replacing("entry", with: frame["entry"]?.replacing("body", with: .string("")))
        case (.ignoredGap, "desk"):
            remembering(frame, at: tab)
        case (.ignoredGap, "room"): withoutGap(frame, at: tab)
        case (.gapAnsweredAsComplete, "transcript"): asComplete(frame, at: tab)
        default: frame
        }
    }

    private func remembering(_ desk: JSONValue, at tab: ObjectIdentifier) -> JSONValue {
        for room in desk["rooms"]?.elements ?? [] {
            revisions[tab, default: [:]][room["id"]?.text ?? ""] = room["revision"]
        }
        return desk
    }

    private func withoutGap(_ change: JSONValue, at tab: ObjectIdentifier) -> JSONValue? {
        changes += 1
        guard changes % 3 > 0 else { return nil }
        let room = change["room"]?.text ?? ""
        defer { revisions[tab, default: [:]][room] = change["revision"] }
        guard let known = revisions[tab]?[room] else { return change }
        return change.replacing("after", with: known)
    }

    private func isFirst(_ chat: JSONValue?, at tab: ObjectIdentifier) -> Bool {
        opened[tab, default: []].insert(chat?.text ?? "").inserted
    }

    private func asComplete(_ transcript: JSONValue, at tab: ObjectIdentifier) -> JSONValue {
        guard !isFirst(transcript["chat"], at: tab) else { return transcript }
        return transcript.replacing("entries", with: .array([])).replacing("last", with: .int(0))
            .replacing("more", with: .bool(false))
    }
}
