import FoyerCore

/// A fingerprint of a history: equal seeds must give equal ones, in every process.
///
/// FNV-1a over whole words: not for secrets, but cheap and without per-process hashing.
struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func mix(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01b3
        value ^= value >> 29
    }

    mutating func mix(_ number: Int) { mix(UInt64(bitPattern: Int64(number))) }

    mutating func mix(_ text: String) {
        var word: UInt64 = 0
        for byte in text.utf8 { word = word &* 257 &+ UInt64(byte) }
        mix(word)
    }

    mutating func mix(_ effect: DistributionEffect) {
        switch effect {
        case .offered(let chat, let offer): mix(1, chat.rawValue, offer)
        case .offerRenewed(let chat, let offer): mix(2, chat.rawValue, offer)
        case .offerEnded(let chat, let offer, let outcome):
            mix(3, chat.rawValue, offer)
            mix(outcome.rawValue)
        case .served(let chat, _, let offer): mix(4, chat.rawValue, offer)
        case .unanswered(let chat): mix(5, chat.rawValue)
        case .searchChanged(let chat): mix(6, chat.rawValue)
        case .status(let agent, let channel, let status):
            mix(7, agent.rawValue)
            mix(channel.rawValue)
            mix(status?.rawValue ?? "")
        case .agentChanged(let agent): mix(8, agent.rawValue)
        case .wentOnBreak(let agent): mix(9, agent.rawValue)
        case .explained(let chat, let explanation):
            mix(10, chat.rawValue)
            mix(explanation.number)
        }
    }

    private mutating func mix(_ kind: Int, _ id: String, _ offer: LiveOffer? = nil) {
        mix(kind)
        mix(id)
        guard let offer else { return }
        mix(offer.number)
        mix(offer.agent.rawValue)
        mix(UInt64(bitPattern: offer.expiresAt.milliseconds))
    }
}
