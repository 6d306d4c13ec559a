import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

/// One chat on one screen: its entries by number, marks, previews and the other side's connection.
final class ChatStream {
    let chat: ID<Chat>
    private let asker: Asker
    private let context: SessionContext
    /// Whether the room shows what is being typed (PH-2).
    var preview: Bool

    private var cursor = TranscriptCursor()
    private var marks = MarkPace()
    private var shownMarks = ChatMarks()
    private var typing = TypingPace()
    /// Texts of this very socket whose answer is the `ack`; true once it is out.
    private var inFlight: [String: Bool] = [:]
    private var state = State.unread

    private enum State {
        /// Nothing was sent yet: what is heard of will be read.
        case unread
        case open
        case closed
    }

    init(chat: ID<Chat>, asker: Asker, preview: Bool, context: SessionContext) {
        self.chat = chat
        self.asker = asker
        self.preview = preview
        self.context = context
    }

    /// Subscribes, before anything of the chat is read, so that nothing falls between.
    func follow() { context.hub.subscribe(context.receiver, to: .chat(chat)) }

    /// Sends the transcript after `have`, and from then on what is new.
    func open(have: HaveEntry?) {
        guard case .unread = state else { return }
        state = .open
        resume(have: have)
    }

    func close() {
        state = .closed
        context.hub.unsubscribe(context.receiver, from: .chat(chat))
        flushMarks()
    }

    /// The client asks for what comes after `have`.
    func resume(have: HaveEntry?) {
        guard isOpen, cursor.restart(after: have) else { return }
        read()
    }

    var isOpen: Bool { if case .open = state { true } else { false } }

    // MARK: From the hub

    func receive(_ entry: Entry, _ frame: ByteBuffer) {
        guard isOpen else { return }
        switch cursor.hint(entry.seq, entry.id) {
        case .send:
            // The hint comes after the durable commit and before the command's end: the `ack` goes
            // out here, in the order of the numbers.
            if let cid = entry.cid, entry.from == asker.sender, inFlight[cid] == false {
                inFlight[cid] = true
                context.door.send(Frames.ack(entry))
            } else {
                context.door.send(frame)
            }
        case .read: read()
        case .ignore: break
        }
    }

    /// The chat has this entry, of which a hint may have been missed.
    func stands(at seq: Int64) { if isOpen, cursor.stands(at: seq) { read() } }

    /// Marks only grow: what a late hint brings is no news.
    func receiveMarks(_ marks: ChatMarks, _ frame: ByteBuffer) {
        let grown = shownMarks.grown(to: marks)
        guard isOpen, grown != shownMarks else { return }
        shownMarks = grown
        context.door.send(grown == marks ? frame : Frames.marks(grown, of: chat))
    }

    func receiveTyping(from side: Side, _ frame: ByteBuffer) {
        guard side != asker.side, preview else { return }
        context.door.sendLiveOnly(frame)
    }

    /// True when it was about the other side.
    @discardableResult
    func receivePeer(of side: Side, _ frame: ByteBuffer) -> Bool {
        guard side != asker.side else { return false }
        context.door.send(frame)
        return true
    }

    // MARK: From the client

    func send(_ body: String, cid: String, n: Int64?, ended: @escaping () -> Void) {
        if inFlight[cid] == nil { inFlight[cid] = false }
        let (service, asker) = (context.service, asker)
        let draft = MessageDraft(chat: chat, cid: cid, body: body)
        context.door.perform({ try await service.sendMessage(draft, as: asker) }) {
            [weak self] result in
            self?.sent(cid, n, result)
            ended()
        }
    }

    private func sent(_ cid: String, _ n: Int64?, _ result: Result<Entry, any Error>) {
        let isAcknowledged = inFlight.removeValue(forKey: cid) ?? false
        switch result {
        case .success(let entry):
            if !isAcknowledged { context.door.send(Frames.ack(entry)) }
            // The acknowledgement counts as sent, and shows a gap if the entry's own hint was lost.
            if isOpen, cursor.hint(entry.seq, entry.id) == .read { read() }
        case .failure(let error):
            context.door.send(Frames.error(context.apiError(error), n: n, cid: cid, chat: chat))
        }
    }

    /// Drops what is too fast; the server does not even look where the room hides previews.
    func type(_ text: String) {
        guard preview, text.unicodeScalars.count <= Limit.typingCharactersMax else { return }
        guard typing.admits(text, at: context.door.nowMilliseconds) else { return }
        context.hub.publishTyping(text, in: chat, from: asker.side)
    }

    func mark(delivered: Int64, read: Int64) {
        if marks.add(.init(delivered: delivered, read: read)) { flushMarks() }
    }

    private func flushMarks() {
        guard let mark = marks.take() else { return }
        let (service, chat, asker) = (context.service, chat, asker)
        context.door.perform({
            try await service.markEntries(
                of: chat, delivered: mark.delivered, read: mark.read, as: asker)
        }) { [weak self, context] result in
            // A lost mark costs a tick on a screen; the next one makes it good.
            if case .failure(let error) = result { _ = context.apiError(error) }
            guard let self, self.isOpen else { return }
            context.door.after(.seconds(1)) { [weak self] in
                guard let self, self.isOpen else { return }
                if self.marks.rested() { self.flushMarks() }
            }
        }
    }

    // MARK: Reading

    private func read() {
        context.transcripts.take { [weak self, weak turns = context.transcripts] in
            guard let self, self.isOpen else { turns?.giveBack(); return }
            self.readNow()
        }
    }

    private func readNow() {
        let (service, chat, asker, after) = (context.service, chat, asker, cursor.sent)
        context.door.perform({ try await service.transcript(of: chat, after: after, for: asker) }) {
            [weak self, turns = context.transcripts] result in
            defer { turns.giveBack() }
            guard let self, self.isOpen else { return }
            switch result {
            case .success(let page): self.show(page)
            case .failure(let error): self.readingFailed(error)
            }
        }
    }

    private func show(_ page: TranscriptPage) {
        let outcome = cursor.read(page)
        guard outcome != .readAgain else { return read() }
        context.door.send(Frames.transcript(page, of: chat))
        if outcome == .showAndReadOn { return read() }
        shownMarks = shownMarks.grown(to: page.marks)
        if !page.more { context.door.send(Frames.marks(shownMarks, of: chat)) }
    }

    /// The client is told and hung up: it comes back and resumes, which is the one way to be
    /// complete.
    private func readingFailed(_ error: any Error) {
        cursor.readingFailed()
        // Nothing more is sent: what came after a gap would look complete.
        state = .closed
        context.door.send(Frames.error(context.apiError(error), chat: chat))
        context.door.close(.tryAgainLater)
    }
}

extension ChatMarks {
    /// The higher of each.
    fileprivate func grown(to other: ChatMarks) -> ChatMarks {
        var marks = self
        marks.customer.grow(to: other.customer)
        marks.agent.grow(to: other.agent)
        return marks
    }
}

extension ChatMarks.Mark {
    fileprivate mutating func grow(to other: Self) {
        delivered = max(delivered, other.delivered)
        read = max(read, other.read)
    }
}
