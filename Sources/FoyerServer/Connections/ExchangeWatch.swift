/// What one HTTP connection is at: which request is still being sent, and whether anybody needs it.
/// Decided without a clock.
struct ExchangeWatch {
    private let lingerBytesMax: Int
    private var requestsBegun = 0
    private var requestsAnswered = 0
    private var bytesUnneeded = 0
    /// A request has begun and has not been sent whole.
    private(set) var isReading = false

    init(lingerBytesMax: Int = HTTPLimit.lingerBytesMax) { self.lingerBytesMax = lingerBytesMax }

    /// What is being sent was answered already: a refusal does not wait for the body.
    var isLingering: Bool { isReading && requestsAnswered >= requestsBegun }

    mutating func headRead() {
        isReading = true
        requestsBegun += 1
        bytesUnneeded = 0
    }

    /// Whether the connection may go on: what nobody needs any more is thrown away, up to a limit.
    mutating func bodyRead(byteCount: Int) -> Bool {
        guard isLingering else { return true }
        bytesUnneeded += byteCount
        return bytesUnneeded <= lingerBytesMax
    }

    mutating func endRead() { isReading = false }

    mutating func answered() { requestsAnswered += 1 }
}
