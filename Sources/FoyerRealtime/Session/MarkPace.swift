/// Marks are written at most once a second per chat, the last word always.
struct MarkPace {
    struct Mark: Equatable {
        var delivered: Int64
        var read: Int64
    }

    private var pending: Mark?
    private var isResting = false

    /// True when the caller is to write `take()` now.
    mutating func add(_ mark: Mark) -> Bool {
        pending = Mark(
            delivered: max(mark.delivered, pending?.delivered ?? 0),
            read: max(mark.read, pending?.read ?? 0))
        return !isResting
    }

    /// What is to be written; a rest of a second begins.
    mutating func take() -> Mark? {
        guard let mark = pending else { return nil }
        pending = nil
        isResting = true
        return mark
    }

    /// The rest is over; true when something came meanwhile.
    mutating func rested() -> Bool {
        isResting = false
        return pending != nil
    }
}

/// Previews beyond the pace are dropped: the next one holds all that was typed.
struct TypingPace {
    static let intervalMilliseconds: Int64 = 125
    private var last: Int64 = .min
    private var isEmpty = true

    /// That the input was emptied is told at once, and once.
    mutating func admits(_ text: String, at now: Int64) -> Bool {
        guard !text.isEmpty else {
            defer { isEmpty = true }
            return !isEmpty
        }
        guard last == .min || now < last || now - last >= Self.intervalMilliseconds else {
            return false
        }
        last = now
        isEmpty = false
        return true
    }
}
