/// Which agents the room's WhatsApp link may lead to (WA-3).
package struct WhatsAppSettings: Equatable, Sendable {
    package var onlineAgents = true
    /// Those who are logged on nowhere.
    package var offlineAgents = true

    package init() {}
}
