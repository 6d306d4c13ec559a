import FoyerCore

// Who is asked first and alone, or waited for (DIST-4, CHAT-6).
extension ReferenceModel {
    /// A search that begins, or begins anew because nobody rang, tries the last agent first.
    mutating func askLastFirst(at index: Int, _ now: Int64) {
        let chat = waiting[index]
        guard let last = chat.last else { return }
        let isTried = !chat.asksAll && (chat.ringing.isEmpty || chat.asksLastAlone)
        waiting[index].asksLastAlone = isTried && candidates(of: chat).contains(last)
        guard !waiting[index].asksLastAlone else {
            waiting[index].wentOn = true
            return waiting[index].isHeld = false
        }
        waiting[index].isHeld = isTried && !chat.wentOn && waitsForBusy(last, chat)
        if waiting[index].isHeld {
            let room = rooms[chat.room]
            waiting[index].heldUntil = chat.heldUntil ?? now + room.lastRingMilliseconds
        } else {
            waiting[index].wentOn = true
        }
    }

    /// Whether the chat's room keeps it for this agent, who is busy and would be asked otherwise.
    private func waitsForBusy(_ last: Int, _ chat: Waiting) -> Bool {
        let person = people[last]
        guard rooms[chat.room].same, person.rooms[chat.room], chat.only ?? last == last,
            entitled || person.isAdministrator,
            !chat.rejected.contains(last), !chat.slept.contains(last)
        else { return false }
        return person.browser == .servingCustomer || person.browser == .hangUp
            || person.browser == .remoteCustomerHangup
    }
}
