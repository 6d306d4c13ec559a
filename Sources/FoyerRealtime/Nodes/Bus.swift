import FoyerService

/// Carries hints from node to node, at most once: what is lost, doubled or late is made good by
/// numbers (decision 0005). One node alone needs none.
package protocol Bus: Sendable {
    /// Hands the notes over and returns at once; drops them where the bus is down or slow.
    func publish(_ notes: [BusNote])
}
