import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

extension Frames {
    static func chat(_ chat: CustomerChat) -> ByteBuffer {
        make("chat") { $0.object("chat") { chat.write(&$0) } }
    }
}

extension CustomerChat {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("id", id.rawValue)
        writer.field("state", life.state)
        writer.field("turn", turn)
        writer.field("formNumber", formNumber)
        writer.field("agentRole", agentRole)
        if let agentName {
            writer.object("agent") { $0.field("name", agentName) }
        } else {
            writer.null("agent")
        }
        writer.field("place", place)
        writer.field("ringing", ringing)
        writer.field("nobodyFree", nobodyFree)
        if let lastAgent {
            writer.object("lastAgent") {
                $0.field("name", lastAgent.name)
                $0.field("busy", lastAgent.isBusy)
            }
        } else {
            writer.null("lastAgent")
        }
        writer.field("preview", preview)
        writer.field("textButton", textButton)
        writer.field("question", question)
        // Of a chat that is over nobody waits for anybody: coming and going are not told.
        writer.field("peerConnected", agentConnected || !life.isOpen)
        writer.field("graceSeconds", graceSeconds)
        writer.field("endReason", orNull: life.endReason)
    }
}
