/// One after the other, each when the one before has gone out: the transcripts of a desk with many
/// chats would otherwise come at once, and overrun a slow line.
final class Turns {
    private let door: any SessionDoor
    private var waiting: [() -> Void] = []
    private var isTaken = false

    init(door: any SessionDoor) { self.door = door }

    /// Calls `body` when it is its turn; whoever is called gives the turn back.
    func take(_ body: @escaping () -> Void) {
        guard !isTaken else { return waiting.append(body) }
        isTaken = true
        door.whenQuiet(body)
    }

    func giveBack() {
        guard !waiting.isEmpty else {
            isTaken = false
            return
        }
        door.whenQuiet(waiting.removeFirst())
    }
}
