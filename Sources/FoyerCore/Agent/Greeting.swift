/// What an agent says first who has written no greeting (CHAT-4).
package enum Greeting {
    /// In the customer's `language` (RFC 5646); in English where the house does not speak it.
    package static func standard(of agentName: String, in language: String) -> String {
        // A name may be written the other way around: marks keep it apart (Unicode UAX 9).
        let name = "\u{2068}\(agentName)\u{2069}"
        return switch language.prefix(while: \.isLetter).lowercased() {
        case "ar": "مرحبًا، معك \(name). كيف يمكنني مساعدتك؟"
        case "zh": "您好，我是 \(agentName)，請問有什麼可以為您服務的嗎？"
        default: "Hello, this is \(agentName). How may I help you?"
        }
    }
}
