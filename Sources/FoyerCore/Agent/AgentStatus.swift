/// Where an agent is logged on (ST-5).
package enum Channel: String, Sendable, CaseIterable, Comparable, Codable {
    case browser, mobile

    package static func < (left: Channel, right: Channel) -> Bool {
        left == .browser && right == .mobile
    }
}

/// An agent's state on one channel. The raw values are the wire format and never change (ST-3).
package enum AgentStatus: String, Sendable, CaseIterable, Codable {
    case takingBreak = "TAKING_BREAK"
    /// The only status that receives new chats.
    case waitingNewCall = "WAITING_NEW_CALL"
    case remoteCustomerHangup = "REMOTE_CUSTOMER_HANGUP"
    case hangUp = "HANG_UP"
    case servingCustomer = "SERVING_CUSTOMER"
}
