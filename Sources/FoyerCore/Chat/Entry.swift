/// One entry of a chat's transcript, numbered from 1 without gaps (CHAT-7).
package struct Entry: Equatable, Sendable {
    package let chat: ID<Chat>
    package let seq: Int64
    package let id: ID<Message>
    package let at: Instant
    package let from: Sender
    package let content: EntryContent
    /// The sender's own name for a text; 32 hexadecimal digits.
    package let cid: String?

    package init(
        chat: ID<Chat>, seq: Int64, id: ID<Message>, at: Instant, from: Sender,
        content: EntryContent,
        cid: String? = nil
    ) {
        self.chat = chat
        self.seq = seq
        self.id = id
        self.at = at
        self.from = from
        self.content = content
        self.cid = cid
    }
}

package enum Sender: Equatable, Sendable {
    case customer
    case agent(ID<Agent>)
    case system
}

package enum EntryContent: Equatable, Sendable {
    /// The transcript opens with who asks (CHAT-4).
    case facts(CustomerFacts)
    case text(String)
    case answered(agentName: String, agent: ID<Agent>? = nil)
    /// The agent was lost longer than the grace; the chat is at the head of the queue (CHAT-8).
    case waitsAgain
    case ended(by: Ender)
    case abandoned(by: Abandonment)
    case unanswered
}

/// What the customer told and what the browser said.
package struct CustomerFacts: Equatable, Sendable {
    package var name: String
    package var email: String
    package var phone: String
    package var language: String
    package var page: String
    package var customerNumber: Int64
    /// What was answered in the room's own fields, in the order of the form.
    package var custom: [CustomAnswer]

    package init(
        name: String, email: String, phone: String, language: String, page: String,
        customerNumber: Int64, custom: [CustomAnswer] = []
    ) {
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
        self.page = page
        self.customerNumber = customerNumber
        self.custom = custom
    }
}

/// How a waiting chat was given up.
package enum Abandonment: String, Equatable, Sendable, CaseIterable {
    case cancelled, customerLost
}
