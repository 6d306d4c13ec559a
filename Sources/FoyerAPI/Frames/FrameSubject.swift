import FoyerCore

extension ClientFrame {
    /// The chat that the frame is about.
    package var chat: ID<Chat>? {
        switch self {
        case .message(let chat, _, _), .typing(let chat, _), .mark(let chat, _, _),
            .resume(let chat, _), .end(let chat), .askAll(let chat), .cancel(let chat),
            .answer(let chat, _),
            .reject(let chat, _), .close(let chat):
            chat
        case .hello, .status, .desk, .ping: nil
        }
    }

    package var cid: String? {
        if case .message(_, let cid, _) = self { cid } else { nil }
    }
}
