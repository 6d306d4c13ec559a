import FoyerAPI

/// Frames that write are done one after the other: the next starts when the former command has
/// ended.
struct Inbox {
    enum Admission { case start, wait, tooMany }

    private var waiting: [() -> Void] = []
    private var isBusy = false

    mutating func admit(_ command: @escaping () -> Void) -> Admission {
        guard isBusy else {
            isBusy = true
            return .start
        }
        guard waiting.count < WireLimit.pendingFramesMax else { return .tooMany }
        waiting.append(command)
        return .wait
    }

    /// The command that is to start now.
    mutating func ended() -> (() -> Void)? {
        guard !waiting.isEmpty else {
            isBusy = false
            return nil
        }
        return waiting.removeFirst()
    }

    mutating func clear() { waiting = [] }
}
