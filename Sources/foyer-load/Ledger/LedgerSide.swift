import Crypto
import FoyerTestSupport

/// One side of one chat: who writes, who watches, and their two files.
struct LedgerSide {
    let chat: String
    let name: String
    let senderFile: LedgerFile
    let observerFile: LedgerFile
    var sender: LedgerSender
    var view: LedgerView
    /// Everything up to the chat's end is here, as far as the server said.
    var isCaughtUp = false
    /// A range was asked for and did not come yet.
    var isResuming = false
    /// How many answers in a row left the same gap open.
    private(set) var openGaps = 0
    private var openGapSeq: Int64 = 0

    /// After so many answers a gap is the server's: it said that they were complete.
    private static let openGapsMax = 3

    /// The server does not tell what is missing: this side watches no more.
    var isGivenUp: Bool { openGaps >= Self.openGapsMax }

    /// An answer came after which more is missing; one that brought nothing counts.
    mutating func leftOpen() {
        guard !isGivenUp else { return }
        openGaps = openGapSeq == view.seq ? openGaps + 1 : 1
        openGapSeq = view.seq
    }

    /// A side that writes, or one that only watches.
    init(chat: String, name: String, folder: String, random: LedgerRandom, writes: Bool) throws {
        self.chat = chat
        self.name = name
        senderFile = try LedgerFile("\(folder)/\(name).sender")
        observerFile = try LedgerFile("\(folder)/\(name).observer")
        sender = LedgerSender(chat: chat, random: random) { hashed($0) }
        if !writes { sender.stop() }
        view = LedgerView(chat: chat)
    }

    var have: Frames.Have? {
        view.seq > 0 ? Frames.Have(chat: chat, seq: view.seq, id: view.id) : nil
    }

    /// Takes entries in; false when one is missing.
    mutating func take(_ entries: [WireEntry]) -> Bool {
        for entry in entries {
            let record = ObservedRecord(
                chat: chat, seq: entry.seq, id: entry.id, cid: LedgerSender.cid(ofBody: entry.body),
                hash: hashed(entry.body))
            guard case .write(let observed) = view.take(record) else { return false }
            observerFile.append(.observed(observed))
        }
        return true
    }

    func senderLedger() throws -> SenderLedger {
        SenderLedger(name: name, lines: try senderFile.read())
    }

    func observerLedger() throws -> ObserverLedger {
        ObserverLedger(name: name, chat: chat, entries: try observed())
    }

    func observed() throws -> [ObservedRecord] {
        try observerFile.read().compactMap { line in
            if case .observed(let record) = line { record } else { nil }
        }
    }
}

/// SHA-256 in hexadecimal digits.
private func hashed(_ text: String) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var hexadecimal = ""
    for byte in SHA256.hash(data: Array(text.utf8)) {
        hexadecimal.unicodeScalars.append(digits[Int(byte >> 4)])
        hexadecimal.unicodeScalars.append(digits[Int(byte & 0xf)])
    }
    return hexadecimal
}
