/// What waits for a reader, and what becomes of the next frame.
struct OutboundBudget {
    enum Verdict: Equatable { case send, drop, exceeded }

    private(set) var pendingBytes = 0
    private(set) var pendingFrames = 0
    private let bytesMax: Int
    private let framesMax: Int

    init(bytesMax: Int, framesMax: Int) {
        self.bytesMax = bytesMax
        self.framesMax = framesMax
    }

    /// Little waits: there is room for what is long and was asked for.
    var isQuiet: Bool { pendingBytes <= bytesMax / 8 && pendingFrames <= framesMax / 8 }

    /// Judges a frame and counts it if it is to be sent. A live-only frame never exceeds: it is
    /// dropped.
    mutating func admit(byteCount: Int, isLiveOnly: Bool) -> Verdict {
        let isOverHalf = pendingBytes > bytesMax / 2 || pendingFrames > framesMax / 2
        if isLiveOnly, isOverHalf { return .drop }
        // One frame alone may be longer: nobody is slow who has read all that was sent before.
        let fits = pendingBytes == 0 || pendingBytes + byteCount <= bytesMax
        guard fits, pendingFrames < framesMax else {
            return isLiveOnly ? .drop : .exceeded
        }
        count(byteCount: byteCount)
        return .send
    }

    /// Counts a frame that must be sent whatever waits: the close frame.
    mutating func count(byteCount: Int) {
        pendingBytes += byteCount
        pendingFrames += 1
    }

    mutating func left(bytes: Int, frames: Int) {
        pendingBytes -= bytes
        pendingFrames -= frames
    }
}
