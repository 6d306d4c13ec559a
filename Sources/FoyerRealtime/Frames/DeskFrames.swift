import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

extension Frames {
    static func desk(_ desk: Desk) -> ByteBuffer {
        make("desk") { writer in
            writer.object("agent") {
                $0.field("id", desk.agent.rawValue)
                $0.field("name", desk.name)
            }
            writer.field("browser", desk.browser?.rawValue ?? "")
            writer.field("mobile", desk.mobile?.rawValue ?? "")
            writer.field("readyAt", orNull: desk.readyAt?.milliseconds)
            writer.array("rooms") { rooms in
                for room in desk.rooms {
                    rooms.object {
                        $0.field("id", room.id.rawValue)
                        $0.field("name", room.name)
                        $0.field("revision", room.revision)
                    }
                }
            }
            writer.array("waiting") { cards in
                for card in desk.waiting { cards.object { card.write(&$0, for: desk.agent) } }
            }
            writer.array("chats") { chats in
                for chat in desk.chats { chats.object { chat.write(&$0) } }
            }
        }
    }

    static func room(_ news: DeskNews, for agent: ID<Agent>) -> ByteBuffer {
        make("room") { writer in
            writer.field("room", news.room.rawValue)
            writer.field("after", news.after)
            writer.field("revision", news.revision)
            writer.array("cards") { cards in
                for card in news.cards { cards.object { card.write(&$0, for: agent) } }
            }
            writer.array("gone") { list in
                for item in news.gone {
                    list.object {
                        $0.field("chat", item.chat.rawValue)
                        $0.field("reason", item.reason)
                    }
                }
            }
            guard let counts = news.counts else { return }
            writer.array("counts") { list in
                for count in counts {
                    list.object {
                        $0.field("chat", count.chat.rawValue)
                        $0.field("agentsRinging", count.agentsRinging)
                    }
                }
            }
        }
    }

    static func chat(_ chat: AgentChat) -> ByteBuffer {
        make("chat") { $0.object("chat") { chat.write(&$0) } }
    }

    static func status(_ desk: Desk, because reason: AgentChangeReason?) -> ByteBuffer {
        make("status") {
            $0.field("browser", desk.browser?.rawValue ?? "")
            $0.field("mobile", desk.mobile?.rawValue ?? "")
            $0.field("readyAt", orNull: desk.readyAt?.milliseconds)
            $0.field("because", orNull: reason?.rawValue)
        }
    }
}

/// What one desk is told of one room's queue, since revision `after`.
struct DeskNews {
    let room: ID<Room>
    let after: Int64
    let revision: Int64
    var cards: [DeskCard] = []
    var gone: [(chat: ID<Chat>, reason: String)] = []
    var counts: [RingCounts.Count]?
}

extension DeskCard {
    fileprivate func write(_ writer: inout JSONWriter, for agent: ID<Agent>) {
        writer.field("chat", chat.rawValue)
        writer.field("room", room.rawValue)
        writer.field("turn", turn)
        writer.field("name", name)
        writer.field("question", question)
        writer.field("medium", "text")
        writer.field("formNumber", formNumber)
        writer.field("waitingSince", waitingSince.milliseconds)
        writer.field("agentsRinging", agentsRinging)
        writer.field("nobodyFree", nobodyFree)
        guard let own = offers[agent] else {
            return writer.null("ringing")
        }
        writer.object("ringing") { ringing in
            ringing.field("offer", own.number)
            ringing.field("expiresAt", own.expiresAt.milliseconds)
            ringing.field("seconds", own.expiresAt.seconds(since: own.madeAt))
            ringing.object("why") {
                $0.field("key", own.reason.rawValue)
                $0.object("values") { _ in }
            }
        }
    }
}

extension AgentChat {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("id", chat.id.rawValue)
        writer.field("room", chat.room.rawValue)
        writer.field("roomName", roomName)
        writer.field("formNumber", chat.formNumber)
        writer.field("state", chat.life.state)
        writer.field("turn", chat.turn)
        writer.object("customer") {
            $0.field("id", chat.customer.rawValue)
            $0.field("number", customerNumber)
            $0.field("name", chat.name)
            $0.field("email", chat.email)
            $0.field("phone", chat.phone)
            $0.field("language", chat.language)
            $0.field("page", chat.page)
        }
        writer.field("earlierChats", earlierChats)
        writer.field("askedAt", chat.askedAt.milliseconds)
        writer.field("servedAt", orNull: chat.servedAt?.milliseconds)
        writer.field("agentRole", agentRole)
        writer.field("preview", preview)
        writer.field("textButton", textButton)
        // Of a chat that is over nobody waits for anybody: coming and going are not told.
        writer.field("customerConnected", customerConnected || !chat.life.isOpen)
        writer.field("graceSeconds", graceSeconds)
        writer.field("last", chat.lastSeq)
        writer.field("endReason", orNull: chat.life.endReason)
    }
}
